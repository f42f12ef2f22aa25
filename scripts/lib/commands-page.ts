import { buildProgram } from '@pack324a/server';

/** The reference of the `kpi` command, from its own help. */
export function commandsPage(): string {
  const program = buildProgram();
  const parts = [
    '# The kpi command',
    'Run it as `npx kpi …` in the project’s folder. Every command prints this help with `--help`; this page is generated from it. Exit codes: 0 done, 1 failed, 2 used wrongly. Results go to standard output, progress and warnings to standard error.',
  ];
  for (const command of program.commands) {
    let help = '';
    command.configureHelp({ helpWidth: 110 });
    command.configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    parts.push(`## kpi ${command.name()}`, `\`\`\`\n${help.trim()}\n\`\`\``);
  }
  return `${parts.join('\n\n')}\n`;
}
