import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrateStore, storeStatus } from '../src/platform/db/index.ts'
import { createOnce } from './shared-folder.ts'
import { stopSharedPostgresql } from './shared-postgresql.ts'

/** How far a store is made that no test has opened yet: without any table, or as this program has it. */
export type TemplateContent = 'empty' | 'migrated'

/** Vitest's global setup: one folder for everything that the files of a run share. */
export function setup({ provide }: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-templates-'))
  provide('storeTemplates', folder)
  return async () => {
    await stopSharedPostgresql(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Puts an embedded store into `dataDir`. Making one takes seconds, copying one does not. */
export async function putStore(
  dataDir: string,
  content: TemplateContent = 'migrated',
): Promise<void> {
  copyTemplate(await template(content), dataDir)
}

export function copyTemplate(folder: string, dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  cpSync(join(folder, 'store'), join(dataDir, 'store'), { recursive: true })
}

/** The folder with such an embedded store. */
export function template(content: TemplateContent): Promise<string> {
  return createOnce(content, async (draft) => {
    if (content === 'empty') {
      await storeStatus({ engine: 'embedded', dataDir: draft })
      // Each opening allocates memory for all buffers, and such a large allocation makes V8 collect its whole heap.
      appendFileSync(join(draft, 'store', 'postgresql.conf'), 'shared_buffers = 16MB\n')
    } else {
      copyTemplate(await template('empty'), draft)
      await migrateStore({ engine: 'embedded', dataDir: draft })
    }
  })
}
