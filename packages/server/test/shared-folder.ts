import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    storeTemplates: string
  }
}

/** A folder that all files of a run share, made by whichever file asks first. */
export async function createOnce(
  name: string,
  make: (draft: string) => Promise<void>,
): Promise<string> {
  const folder = join(inject('storeTemplates'), name)
  if (existsSync(folder)) return folder
  const draft = `${folder}.new`
  const isMaker = mkdirSync(draft, { recursive: true, mode: 0o700 }) !== undefined
  if (!isMaker) return untilThere(folder, draft)
  try {
    // Its creator may have ended between the two checks.
    if (existsSync(folder)) return folder
    await make(draft)
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
