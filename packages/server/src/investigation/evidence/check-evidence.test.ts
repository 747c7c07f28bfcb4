import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation, personOf } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { checkEvidence } from './check-evidence.ts'
import { readCapture, requestCapture } from './manage-captures.ts'
import { runCapture, type EvidenceDependencies } from './run-captures.ts'
import { ephemeralKey } from './signing-keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-checking-'))
afterAll(() => rmSync(folder, { recursive: true }))

onOneEngine((engine) => {
  let store: Store
  let evidence: EvidenceDependencies
  let analyst: Actor & { kind: 'person' }
  const captures: string[] = []
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    analyst = personOf((await newOrganisation(store, 'market-a')).id, ['analyst'])
    evidence = newEvidence(store, join(folder, engine.name))
    for (const item of [17, 18, 19]) {
      const input = { url: `https://toko.example/item/${item}`, reason: 'The title says “KW”.' }
      const { id } = await store.transact(contextOf(analyst), (handle) =>
        requestCapture({ handle, actor: analyst, input }),
      )
      await runCapture(evidence, id)
      captures.push(id)
    }
  })
  afterAll(() => store?.close())

  const check = (keys = [evidence.log.key]) => checkEvidence({ ...evidence, keys })

  test('every seal, file and entry of the log is checked', async () => {
    expect(await check()).toEqual({ seals: 3, files: 3, logEntries: 3, findings: [] })
  })

  test('a changed file and a missing one are named', async () => {
    const [changed = '', missing = ''] = await Promise.all(
      captures.slice(0, 2).map(async (id) => {
        const { items } = await store.transact(contextOf(analyst), (handle) =>
          readCapture({ handle, actor: analyst, input: { id } }),
        )
        return items[0]!.sha256
      }),
    )
    const [file, gone] = [await evidence.blobs.file(changed), await evidence.blobs.file(missing)]
    const [bytes, goneBytes] = [readFileSync(file), readFileSync(gone)]
    writeFileSync(file, Buffer.concat([bytes, Buffer.from(' ')]))
    rmSync(gone)
    expect((await check()).findings.toSorted()).toEqual(
      [
        `blob ${changed} is damaged: restore it from your backup`,
        `blob ${missing} is missing: restore the blobs folder from your backup`,
      ].toSorted(),
    )
    writeFileSync(file, bytes)
    writeFileSync(gone, goneBytes)
  })

  test('heads of the log under an unknown key are named', async () => {
    const { findings } = await check([ephemeralKey().publicKey])
    expect(findings).toHaveLength(3)
    expect(findings[0]).toContain('the head of the evidence log at entry 1 is not signed')
  })
})
