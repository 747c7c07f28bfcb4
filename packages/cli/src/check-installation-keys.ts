import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from './check-result.ts'
import type { ProgramIo } from './program-io.ts'
import { operate, serverConfig } from './server-store.ts'

/** Whether the keys on this machine match the store. Creates neither. */
export async function checkKeys(io: ProgramIo): Promise<Check> {
  const name = 'keys'
  try {
    const config = serverConfig(io)
    const { store } = config
    if (store.engine === 'embedded' && !existsSync(join(store.dataDir, 'store'))) {
      return { name, state: 'ok', message: 'there is no store yet: the first start creates them' }
    }
    const recorded = await operate(io, 'db.keys', {})
    const { keyProblem, keyStates } = await import('@touchstone/server')
    const states = keyStates(config, recorded)
    const problems = states.flatMap((state) => keyProblem(state) ?? [])
    if (problems.length > 0) return { name, state: 'bad', message: problems.join('; ') }
    if (states.every(({ state }) => state === 'unrecorded')) {
      return {
        name,
        state: 'ok',
        message: 'the store has recorded none yet: the next start records them',
      }
    }
    const sources = states.map(({ source }) => source).join(' and ')
    return { name, state: 'ok', message: `${sources} match the store` }
  } catch (error) {
    const message = `cannot be compared with the store: ${(error as Error).message}`
    return { name, state: 'bad', message }
  }
}
