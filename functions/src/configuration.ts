import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_CONFIG, type KpiConfig, parseConfigText } from '@pack324a/core';
import { CONFIG } from './parameters.ts';

/** The build puts the project's configuration here, beside the bundle. */
const FILE = 'kpi.config.json';

/**
 * The configuration: the parameter where it is set, else the file beside the bundle, else the defaults.
 * @throws KpiError `invalid-config`
 */
export function readConfiguration(folder: string): KpiConfig {
  const text = CONFIG.value().trim();
  if (text !== '') return parseConfigText(text, CONFIG.name);
  const file = join(folder, FILE);
  return existsSync(file) ? parseConfigText(readFileSync(file, 'utf8'), FILE) : DEFAULT_CONFIG;
}
