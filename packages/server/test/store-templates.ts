import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { migrateStore, storeStatus } from '../src/platform/db/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    storeTemplates: string
  }
}

/** How far a store is made that no test has opened yet: without any table, or as this program has it. */
export type Made = 'empty' | 'migrated'

/** Vitest's global set-up: one folder for the embedded stores that all files of a run copy. */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-templates-'))
  provide('storeTemplates', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}

/** Puts an embedded store into `dataDir`. Making one takes seconds, copying one does not. */
export async function putStore(dataDir: string, made: Made = 'migrated'): Promise<void> {
  copyTemplate(await template(made), dataDir)
}

export function copyTemplate(folder: string, dataDir: string): void {
  cpSync(join(folder, 'store'), join(dataDir, 'store'), { recursive: true })
}

/** The folder with such a store, made by whichever file asks first. */
export async function template(made: Made): Promise<string> {
  const folder = join(inject('storeTemplates'), made)
  if (existsSync(folder)) return folder
  const draft = `${folder}.new`
  const isMaker = mkdirSync(draft, { recursive: true }) !== undefined
  if (!isMaker) return untilThere(folder, draft)
  try {
    // Whoever made it may have ended between the two looks.
    if (existsSync(folder)) return folder
    if (made === 'empty') await storeStatus({ engine: 'embedded', dataDir: draft })
    else {
      copyTemplate(await template('empty'), draft)
      await migrateStore({ engine: 'embedded', dataDir: draft })
    }
    renameSync(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return folder
}

async function untilThere(folder: string, draft: string): Promise<string> {
  while (!existsSync(folder)) {
    if (!existsSync(draft) && !existsSync(folder)) throw new Error(`${folder} could not be made`)
    await sleep(50)
  }
  return folder
}
