import { join } from 'node:path'

/** Folder for generated rows and files written from them; kept for the next run. */
export const benchFolder = join(process.env['DATA_DIR'] ?? 'data', 'bench')
