import { readdirSync, readFileSync } from 'node:fs'
import type { Store } from '@touchstone/server'
import { sql } from 'kysely'
import { asOperator } from '../packages/server/test/builders.ts'

/** Reads the processor seconds of this process and of the store’s server with its sessions: other load does not count. */
export async function processorClock(store: Store): Promise<() => number> {
  const server = store.engine === 'postgresql' ? await serverOf(store) : undefined
  return () => {
    const { user, system } = process.cpuUsage()
    const own = (user + system) / 1e6
    if (server === undefined) return own
    const ticks = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .reduce((sum, name) => sum + ticksOf(Number(name), server), 0)
    return own + ticks / 100
  }
}

/** The process whose children are the sessions. */
async function serverOf(store: Store): Promise<number> {
  const { rows } = await asOperator(store, (handle) =>
    sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(handle),
  )
  return Number(fieldsOf(rows[0]?.pid ?? 0)[1])
}

/** What the system says of a process, from its state on. */
function fieldsOf(id: number): string[] {
  const text = readFileSync(`/proc/${id}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function ticksOf(id: number, serverProcess: number): number {
  try {
    const fields = fieldsOf(id)
    const [parent, own, ended] = [Number(fields[1]), [11, 12], [13, 14]]
    const sumOf = (places: number[]): number =>
      places.reduce((sum, place) => sum + Number(fields[place]), 0)
    if (id === serverProcess) return sumOf(own) + sumOf(ended)
    return parent === serverProcess ? sumOf(own) : 0
  } catch {
    // It ended meanwhile.
    return 0
  }
}
