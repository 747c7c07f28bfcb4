import { dirname, join } from 'node:path'

/** The repository. */
export const root = dirname(dirname(import.meta.dirname))
export const nodeModules = join(root, 'node_modules')
