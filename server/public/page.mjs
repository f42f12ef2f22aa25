const REGION = document.querySelector('meta[name="kpi-region"]').content;
const count = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const money = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const at = (id) => document.getElementById(id);

function post(path, body) {
  return fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** The result of a call, or an Error with what the host says went wrong. */
async function call(name, data) {
  const { result, error } = await (await post(`/local/${REGION}/${name}`, { data })).json();
  if (error !== undefined) throw new Error([error.message, error.details?.hint].filter(Boolean).join(' '));
  return result;
}

function element(tag, text, className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

/** 2025-12-12 00:10 of an ISO instant. */
function minute(instant) {
  return instant.slice(0, 16).replace('T', ' ');
}

function dayBefore(date) {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}

function rangeOf(from, to) {
  return from === to ? from : `${from} to ${to}`;
}

/** @param to the last day whose figures can be final: yesterday, or the end of data that ended before; null without any such day */
async function showFigures(to, today) {
  if (to === null) {
    at('figures-title').textContent = 'Figures';
    at('figures-note').textContent = 'No day that is over has figures yet.';
    return;
  }
  at('figures-title').textContent = to === dayBefore(today) ? `Yesterday, ${to} (UTC)` : `${to} (UTC), the last day of the data`;
  try {
    const { users, revenue, activity, lastUpdated, provenance } = await call('kpi_getPlatformDaily', { date: to });
    const bounds = provenance?.activeUsers;
    const atLeast = bounds && bounds.lower !== bounds.upper ? 'at least ' : '';
    const figures = [
      ['Revenue (PLN)', money.format(revenue.revenuePLN)],
      ['Tokens spent', count.format(revenue.tokensSpent)],
      ['Active users', atLeast + count.format(users.active)],
      ['Paying users', count.format(users.paying)],
      ['New users', count.format(users.new)],
      ['Chats', count.format(activity.chats)],
      ['Voice minutes', count.format(activity.voiceMinutes)],
      ['Video minutes', count.format(activity.videoMinutes)],
    ];
    const entries = figures.map(([label, value]) => {
      const entry = document.createElement('div');
      entry.append(element('dt', label), element('dd', value));
      return entry;
    });
    at('figures').replaceChildren(...entries);
    const unfinished = provenance?.complete === false ? ' Not final: aggregated before the day was over.' : '';
    at('figures-note').textContent = `Updated ${minute(lastUpdated)}.${unfinished}`;
  } catch (error) {
    at('figures-note').textContent = error.message;
  }
}

function attentionOf({ paused, staleDays, failures }) {
  const items = failures.map(
    ({ job, section, from, to, errors }) => `${job}: ${section} failed for ${rangeOf(from, to)}. ${errors.join(' ')}`,
  );
  if (staleDays.dates.length > 0) items.push(`Days without final figures: ${staleDays.dates.join(', ')}.`);
  if (paused) items.push('All jobs are paused by the configuration.');
  return items.length === 0 ? [element('li', 'Nothing.')] : items.map((text) => element('li', text, 'bad'));
}

function jobItem({ name, cron, description, lastRun }) {
  const item = element('li', `${name} (${cron}): ${description}`);
  const outcome = lastRun === null ? 'Has not run yet.' : `Last run ended ${minute(lastRun.endedAt)}: ${lastRun.outcome}.`;
  const failed = lastRun === null ? [] : Object.entries(lastRun.sections).filter(([, section]) => section.status === 'failed');
  const lines = failed.map(([section, { errors }]) => element('div', `${section}: ${errors.join(' ')}`, 'bad'));
  item.append(element('div', outcome, lastRun === null || lastRun.outcome === 'succeeded' ? 'quiet' : 'bad'), ...lines);
  return item;
}

function storedItem({ collection, documents, oldest, newest }) {
  const range = documents === 0 ? '' : `, ${rangeOf(oldest, newest)}`;
  return element('li', `${collection}: ${count.format(documents)} documents${range}`);
}

async function showStatus() {
  const status = await call('kpi_getStatus', {});
  at('attention').replaceChildren(...attentionOf(status));
  at('jobs').replaceChildren(...status.jobs.map(jobItem));
  at('stored').replaceChildren(...status.stored.map(storedItem));
  at('signed-in').hidden = false;
  await showFigures(status.staleDays.to, status.today);
}

async function start() {
  const response = await fetch('/me');
  at('signed-out').hidden = response.status !== 401;
  if (response.status === 401) return;
  const { uid, admin, error } = await response.json();
  if (!response.ok) throw new Error(error.message);
  at('uid').textContent = uid;
  at('who').hidden = false;
  if (admin) await showStatus();
  else at('notice').textContent = 'You are signed in, but not as an admin: there is nothing to see for you here.';
}

function report(error) {
  at('notice').textContent = error instanceof TypeError ? 'The host cannot be reached. Is it still running?' : error.message;
}

at('pairing').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    const response = await post('/pair', { code: at('code').value });
    if (response.ok) location.reload();
    else at('pairing-error').textContent = (await response.json()).error.message;
  } catch (error) {
    report(error);
  }
});
at('sign-out').addEventListener('click', () => post('/sign-out', {}).then(() => location.reload(), report));
start().catch(report);
