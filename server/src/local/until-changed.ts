import type { Database } from '@pack324a/duckdb';

/** Answers that are kept; more questions than this between two changes are somebody's guesses. */
const MOST_ANSWERS = 1_000;

/** The same question with its answers kept until something in the file changes, which only this process can do. */
export function untilChanged<T>(database: Database, ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  let { revision } = database;
  return (key) => {
    if (revision !== database.revision || answers.size >= MOST_ANSWERS) {
      answers.clear();
      revision = database.revision;
    }
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(key);
    answers.set(key, answer);
    void answer.catch(() => answers.delete(key));
    return answer;
  };
}
