import { join } from 'node:path'

/** Where made rows and what is written from them lie; kept for the next run. */
export const benchFolder = join(process.env['DATA_DIR'] ?? 'data', 'bench')
