import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { StoreConfig } from '../../src/platform/config/index.ts'
import { openStore, type Store } from '../../src/platform/db/index.ts'
import { asOperator } from '../builders.ts'
import { newAllianceApi, newInstallationAdmin } from '../leaks/alliance.ts'
import { house, market } from '../leaks/marked-organisation.ts'
import { plant, type Victim } from '../leaks/plant.ts'
import { rowsOf } from '../leaks/rows.ts'
import {
  foreignCallers,
  keysWithoutScope,
  membersOfOneRole,
  narrowedMember,
  newNeighbours,
  nobody,
  sellerElsewhere,
  type Caller,
} from './callers.ts'
import { readDocument } from './document.ts'
import { moreOf } from './more-targets.ts'
import { templatesOf } from './requests.ts'
import { sweep, targetOf } from './sweep.ts'
import { neverUnderstood } from './verdicts.ts'

/** The problems that one caller found in all its requests. */
export type Swept = { caller: string; sent: number; problems: string[]; seconds: number }

/** The whole sweep of one store: every id that there is, every caller, and every form of every request. */
export async function sweepStore(
  config: StoreConfig,
  onSwept: (swept: Swept) => void,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-sweep-'))
  const store = await openStore(config)
  const app = newAllianceApi(store)
  try {
    const document = await readDocument(app)
    const built = document.operations.map((operation) => templatesOf(document, operation))
    const templates = built.flatMap((part) => part.templates)
    const installation = await newInstallationAdmin(app, store, dataDir)
    const victims = [await plant(app, store, market), await plant(app, store, house)]
    const neighbours = await newNeighbours(app, store)
    const foreign = foreignCallers(neighbours, installation)
    const outside = [...foreign, nobody(), await sellerElsewhere(app, store)]
    const targets = victims.map(targetOf)
    for (const victim of victims) targets.push(...(await moreOf(store, victim)))
    const request = { app, templates, targets, whole: true }
    const understood = []
    for (const caller of [...outside, ...(await keysOf(victims))]) {
      const before = await digestOfRows(store, victims)
      const started = performance.now()
      const findings = await sweep(request, caller)
      if (caller.standing === 'foreign') understood.push(findings)
      const problems = [...findings.problems, ...findings.differences.map(textOf)]
      if ((await digestOfRows(store, victims)) !== before) problems.push('the store is changed')
      onSwept({ ...sweptOf(caller, started), sent: findings.sent, problems })
    }
    const unread = neverUnderstood(understood)
    onSwept({ caller: 'every request', sent: 0, seconds: 0, problems: unread })
    // Insiders change what they may, so they come last.
    for (const victim of victims) {
      const narrowed = await narrowedMember(app, store, victim)
      for (const caller of [...(await membersOfOneRole(app, store, victim)), narrowed]) {
        const started = performance.now()
        const { sent, problems, differences } = await sweep(request, caller)
        onSwept({
          ...sweptOf(caller, started),
          sent,
          problems: [...problems, ...differences.map(textOf)],
        })
      }
    }
  } finally {
    await app.close()
    await store.close()
    rmSync(dataDir, { recursive: true })
  }

  async function keysOf(victims: readonly Victim[]): Promise<Caller[]> {
    const all: Caller[] = []
    for (const victim of victims) all.push(...(await keysWithoutScope(store, victim)))
    return all
  }
}

function sweptOf({ name }: Caller, started: number): Pick<Swept, 'caller' | 'seconds'> {
  return { caller: name, seconds: (performance.now() - started) / 1000 }
}

function textOf(difference: { asks: string; there: string; nothing: string }): string {
  const { asks, there, nothing } = difference
  return `${asks}:\n${there}\n--- of nothing\n${nothing}`
}

async function digestOfRows(store: Store, victims: readonly Victim[]): Promise<string> {
  await asOperator(store, (handle) => sql`delete from throttles`.execute(handle))
  const rows = victims.map(({ organisationId }) => rowsOf(store, organisationId))
  return JSON.stringify(await Promise.all(rows))
}
