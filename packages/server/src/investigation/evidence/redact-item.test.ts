import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPackage, verifyPackage, type Verdict } from '@touchstone/evidence'
import { sql } from 'kysely'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation, personOf } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { runCapture, type EvidenceDependencies } from './run-captures.ts'
import { redactItem } from './redact-item.ts'
import { exportPackage, readCapture, readItem, requestCapture } from './manage-captures.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-redacting-'))
afterAll(() => rmSync(folder, { recursive: true }))

onOneEngine((engine) => {
  let store: Store
  let analyst: Actor & { kind: 'person' }
  let evidence: EvidenceDependencies
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    analyst = personOf((await newOrganisation(store, 'market-a')).id, ['analyst'])
    const plain = newEvidence(store, join(folder, engine.name))
    evidence = {
      ...plain,
      // As if a page had loaded: its screenshot is beside the record.
      capture: async (request) => {
        const result = await plain.capture(request)
        const path = join(request.folder, 'page-1.png')
        const create = { width: 80, height: 60, channels: 3, background: '#3a7' } as const
        await writeFile(path, await sharp({ create }).png().toBuffer())
        const picture = { name: 'page-1.png', path, mediatype: 'image/png', title: 'The page' }
        return { ...result, files: [...result.files, picture] }
      },
    }
  })
  afterAll(() => store?.close())

  const captured = async (): Promise<string> => {
    const input = { url: 'https://toko.example/item/17', reason: 'The title says “KW”.' }
    const { id } = await store.transact(contextOf(analyst), (handle) =>
      requestCapture({ handle, actor: analyst, input }),
    )
    await runCapture(evidence, id)
    return id
  }
  const read = (id: string) =>
    store.transact(contextOf(analyst), (handle) =>
      readCapture({ handle, actor: analyst, input: { id } }),
    )
  const regions = [{ x: 10, y: 10, width: 20, height: 10 }]
  const painted = (id: string, reason = 'It shows a person.') =>
    redactItem(evidence, {
      actor: analyst,
      input: { id, redaction: { item: 'page-1.png', regions, reason } },
    })
  const packed = async (
    id: string,
    name: string,
    withhold: string[],
  ): Promise<{ verdict: Verdict; paths: string[] }> => {
    const target = join(folder, `${engine.name}-${name}.zip`)
    const input = { id, reason: 'It shows a person.', target, agent: 'a test', withhold }
    await exportPackage(evidence, { actor: analyst, input })
    const files = await openPackage(target)
    const verdict = await verifyPackage(files)
    await files.close()
    return { verdict, paths: [...files.sizes.keys()] }
  }

  test('a new item is made from the sealed one, which stays unchanged, and custody records both', async () => {
    const id = await captured()
    const before = (await read(id)).items
    const redacted = await painted(id)
    expect(redacted).toMatchObject({ name: 'page-1.redacted-1.png', derivedFrom: 'page-1.png' })
    const { items, custody } = await read(id)
    expect(items.filter(({ derivedFrom }) => derivedFrom === null)).toEqual(before)
    const sealed = before.find(({ name }) => name === 'page-1.png')!
    const event = custody.find(({ action }) => action === 'derived')
    expect(event).toMatchObject({
      reason: 'It shows a person.',
      items: ['page-1.png', redacted.name],
    })
    expect(event?.details).toContain(sealed.sha256)
    expect(event?.details).toContain(redacted.sha256)
    const input = { id, name: redacted.name }
    const { file } = await readItem(evidence, { actor: analyst, input })
    const points = await sharp(readFileSync(file)).raw().toBuffer({ resolveWithObject: true })
    const at = (x: number, y: number) => points.data[(y * 80 + x) * points.info.channels]
    expect([at(15, 15), at(9, 9)]).toEqual([0, 0x33])
  })

  test('a package can leave the sealed item out, states that, and is still valid', async () => {
    const id = await captured()
    await painted(id)
    const json = await redactItem(evidence, {
      actor: analyst,
      input: {
        id,
        redaction: { item: 'capture.json', fields: ['/operator'], reason: 'It names a person.' },
      },
    })
    expect(json.name).toBe('capture.redacted-1.json')
    const whole = await packed(id, 'whole', [])
    expect(whole.verdict.sound).toBe(true)
    const { verdict, paths } = await packed(id, 'withheld', ['page-1.png', 'capture.json'])
    const checks = verdict.checks
      .map(({ outcome, sentence }) => `${outcome} ${sentence}`)
      .join('\n')
    expect(verdict.checks.filter(({ outcome }) => outcome === 'fault')).toEqual([])
    expect(paths).toContain('data/derived/page-1.redacted-1.png')
    expect(paths).not.toContain('data/items/page-1.png')
    expect(paths).not.toContain('data/items/capture.json')
    expect(checks).toMatch(
      /ok page-1\.redacted-1\.png was derived from page-1\.png: 1 area painted over/,
    )
    expect(checks).toMatch(
      /note page-1\.png \(data\/items\/page-1\.png\) is withheld from the package/,
    )
    expect(checks).toMatch(/says of 2 files holds, except for 2 withheld from the package/)
    const all = ['page-1.png', 'capture.json', 'page-1.redacted-1.png', json.name]
    await expect(packed(id, 'empty', all)).rejects.toThrow(/select at least one item/)
    await expect(packed(id, 'unknown', ['none'])).rejects.toThrow(/has no item none/)
  })

  test('simultaneous redactions of one item create separate items', async () => {
    const id = await captured()
    const redactions = await Promise.all(
      Array.from({ length: 4 }, (_, at) => painted(id, `Reason ${at}.`)),
    )
    expect(redactions.map(({ name }) => name).sort()).toEqual(
      [1, 2, 3, 4].map((number) => `page-1.redacted-${number}.png`),
    )
    const again = await redactItem(evidence, {
      actor: analyst,
      input: { id, redaction: { item: redactions[0]!.name, regions, reason: 'More of it.' } },
    })
    expect(again.derivedFrom).toBe(redactions[0]!.name)
  })

  test('people cannot add captures, only items derived from them', async () => {
    const id = await captured()
    const insert = (derivedFrom: string | null): Promise<unknown> =>
      store.transact(contextOf(analyst), (handle) =>
        sql`
          insert into evidence_items (capture_id, organisation_id, name, path, title, mediatype,
            bytes, sha256, derived_from, derivation)
          values (${id}::uuid, ${analyst.organisationId}::uuid, 'forged', 'items/forged', 'x',
            'text/plain', 1, sha256('x'), ${derivedFrom},
            case when ${derivedFrom}::text is not null then '{"how": "x"}'::json end)`.execute(
          handle,
        ),
      )
    await expect(insert(null)).rejects.toThrow(/row-level security/)
    await expect(insert('none')).rejects.toThrow(/evidence_items_source/)
  })
})
