import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CaseTemplateContent,
  EngineReleaseContent,
  NoticeTemplateInput,
  parseCatalog,
} from '@touchstone/contract'
import { fetchTimestamp, rehearsalAuthority } from '@touchstone/evidence'
import {
  dueDeadlines,
  missingLines,
  ReferralTemplate,
  replayEvents,
  rulesOf,
  type CaseEvent,
  type CaseHistory,
} from '@touchstone/jurisdiction'
import { amendLexicons, compile, lexicons, lintLexicons } from '@touchstone/recognition'
import { loadPackages, openConnector } from '@touchstone/server'
import { readServerConfig } from '@touchstone/server/config'
import { afterAll, expect, test } from 'vitest'
import { renderTemplate, templateFaults } from '../packages/server/src/enforcement/notices/index.ts'
import { openAuthorities } from '../packages/server/src/investigation/evidence/index.ts'
import { root } from './archive/places.ts'

const page = readFileSync(join(root, 'docs/design/extension-points.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'touchstone-extensions-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The fenced blocks below a heading of the page. */
function examplesOf(heading: string): string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  const [own = ''] = section.split('\n## ')
  return [...own.matchAll(/^```\w+\n([^]*?)^```$/gm)].map(([, code = '']) => code)
}

function documentsOf(heading: string): unknown[] {
  return examplesOf(heading).map((text) => JSON.parse(text) as unknown)
}

test('each extension point of the page has an example that is used here', () => {
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading)
  expect(headings.map((heading) => [heading, examplesOf(heading).length])).toEqual([
    ['Connector', 2],
    ['Signal', 1],
    ['Regime', 1],
    ['Timestamp authority', 1],
    ['Template', 2],
    ['Referral template', 1],
  ])
})

test('each file that the page names holds the types named beside it', () => {
  const named = page.matchAll(
    /`([A-Z]\w+)`(?:, `[A-Z]\w+`)*(?: and `[A-Z]\w+`)? in `(packages\/[\w./-]+\.ts)`/g,
  )
  const pairs = [...named].map(([, type = '', file = '']) => [type, file] as const)
  expect(pairs.length).toBeGreaterThanOrEqual(8)
  const absent = pairs.filter(
    ([type, file]) =>
      !new RegExp(`(const|type) ${type}\\b`).test(readFileSync(join(root, file), 'utf8')),
  )
  expect(absent).toEqual([])
})

test('the connector is loaded as a package and finds the listings of a page', async () => {
  const [manifest = '', code = ''] = examplesOf('Connector')
  writeFileSync(join(folder, 'package.json'), manifest)
  writeFileSync(join(folder, 'stall.js'), code)
  const connector = openConnector('stall', loadPackages([folder]))
  const url = 'https://stall.example/list.txt'
  const search = connector.search({
    url,
    isSearch: false,
    holder: '',
    sitemaps: async () => [],
    knownSitemaps: async () => [],
    render: () => Promise.reject(new Error('there is no browser')),
    visit: async (visited, read) => {
      async function* body(): AsyncGenerator<Uint8Array, void> {
        yield Buffer.from('Velmoraq tote\nLeather belt\n')
      }
      const value = await read({ url: visited.url, header: () => '', body: body() })
      return { kind: 'page', url: visited.url, etag: '', lastModified: '', value }
    },
  })
  const { value: found } = await search.next()
  connector.close?.()
  expect(found).toMatchObject({
    url,
    visited: {
      value: {
        rows: [{ listing: { title: 'Velmoraq tote' } }, { listing: { title: 'Leather belt' } }],
      },
    },
  })
})

test('the term of the engine release raises a signal in listings that contain it', () => {
  const [document] = documentsOf('Signal')
  const { lexicon } = EngineReleaseContent.parse(document)
  expect(lintLexicons(amendLexicons(lexicons, lexicon))).toEqual([])
  const catalog = parseCatalog({ brands: [{ id: 'velmoraq', name: 'Velmoraq' }] })
  if (!catalog.ok) throw new Error('the catalog has faults')
  const listing = { id: '1', title: 'Velmoraq tote, zorblax grade' }
  const codes = (screener: ReturnType<typeof compile>): string[] =>
    screener.screen(listing).signals.map(({ code }) => code)
  const amended = codes(compile(catalog.catalog, { amendments: lexicon }))
  const added = amended.filter((code) => !codes(compile(catalog.catalog)).includes(code))
  expect(added).not.toEqual([])
})

test('the regime opens a proceeding, whose deadline leads to the stated transition', () => {
  const [document] = documentsOf('Regime')
  const rules = rulesOf(document)
  const opened: CaseEvent = {
    type: 'open',
    at: '2026-11-20T15:00:00Z',
    id: 'r1',
    workflow: 'request',
    by: { role: 'holder' },
    fields: { goods: 'ten bags' },
  }
  const history = (...events: CaseEvent[]): CaseHistory => ({
    regime: { id: 'return-act', version: '1' },
    profile: { tier: 'hosting', sizeClass: 'other' },
    settings: {},
    events: [opened, ...events],
  })
  const asked = replayEvents(rules, history())
  if (!asked.ok) throw new Error(asked.refusal.message)
  expect(dueDeadlines(asked.state, '2026-11-29T00:00:00Z')).toEqual([])
  const due = dueDeadlines(asked.state, '2026-12-02T00:00:00Z')
  expect(due).toMatchObject([{ type: 'deadline', timeLimit: 'answer' }])
  expect(replayEvents(rules, history(...due))).toMatchObject({
    state: { instances: { r1: { state: 'granted' } } },
  })
})

test('the timestamp authority is configured, asked over HTTP and verified to its root', async () => {
  const authority = rehearsalAuthority('lantern', () => new Date())
  const pem = join(folder, 'lantern.pem')
  writeFileSync(pem, authority.root.toString())
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => response.end(authority.answer(Buffer.concat(chunks))))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const [example = ''] = examplesOf('Timestamp authority')
  const here = example.replaceAll('127.0.0.1:8318', `127.0.0.1:${port}`).replace('lantern.pem', pem)
  const env = Object.fromEntries(
    [...here.matchAll(/^(\w+)="?([^"\n]+)"?$/gm)].map(([, name = '', value = '']) => [name, value]),
  )
  const { timestampAuthorities, outboundAllow } = readServerConfig(env)
  const [configured] = openAuthorities(timestampAuthorities, { allow: outboundAllow })
  const stamp = await fetchTimestamp(configured!, Buffer.from('a seal'))
  server.close()
  expect(stamp).toMatchObject({ authority: 'lantern', verified: { ok: true } })
})

test('the templates are accepted, and the notice is filled', () => {
  const [notice, template] = documentsOf('Template')
  const { subject, body } = NoticeTemplateInput.parse(notice)
  expect([subject, body].flatMap(templateFaults)).toEqual([])
  const item = { place: '1', url: 'https://shop.example/1', id: '1', marketplace: 'shop' }
  const rest = { title: '', facts: '', evidence: '' }
  const nothing = { regime: '', ground: '', reasons: '', right: '', office: '', number: '' }
  const more = { holder: '', extractDate: '', territory: '', classes: '', contact: '', date: '' }
  const values = { ...nothing, ...more, organisation: 'Velmoraq', signatory: 'Velmoraq counsel' }
  expect(renderTemplate(subject, { ...values, items: [] })).toBe('Notice of Velmoraq')
  expect(renderTemplate(body, { ...values, items: [{ ...item, ...rest }] })).toBe(
    '1. https://shop.example/1\nVelmoraq counsel',
  )
  expect(CaseTemplateContent.parse(template)).toMatchObject({ about: 'seller', slaHours: 72 })
})

test('the referral template names what a dossier lacks', () => {
  const [document] = documentsOf('Referral template')
  const template = ReferralTemplate.parse(document)
  const dossier = { sender: { country: 'ID' }, recipient: { country: 'ID' }, storedIn: ['ID'] }
  expect(missingLines(template, dossier)).toMatchObject([{ line: 'complainant', required: true }])
  const complete = { ...dossier, complainant: { name: 'Velmoraq' } }
  expect(missingLines(template, complete)).toEqual([])
})
