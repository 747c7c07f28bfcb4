import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { generateKeyPairSync } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  memoryLog,
  MerkleLog,
  packEvidence,
  signAuditLogHead,
  signerOf,
  writeFolder,
  writeZip,
  type SignedAuditLogHead,
} from '@touchstone/evidence'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from './run-cli.ts'

let folder: string
let bag: string
let zip: string
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const signer = signerOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-verify-'))
  bag = join(folder, 'bag')
  zip = join(folder, 'bag.zip')
  const at = new Date('2026-11-20T08:00:00Z')
  const packed = await packEvidence({
    name: 'offer-17',
    title: 'Sandal Velmoraq',
    sources: [{ title: 'The offer', path: 'https://pasar.example/17' }],
    publisher: { name: 'Velmoraq Rights', signer },
    items: [
      {
        name: 'page',
        path: 'items/page.html',
        title: 'The page',
        mediatype: 'text/html',
        content: Buffer.from('<p>KW super</p>'),
      },
    ],
    custody: [],
    log: memoryLog(signer, () => at),
    auditLog: await headOf(20, { since: [8] }),
    authorities: [],
    report: async () => Buffer.from('%PDF-1.7'),
    agent: 'a test',
    at,
  })
  await writeFolder(packed, bag)
  await writeZip(packed, zip, at)
})
afterAll(() => rm(folder, { recursive: true }))

/** The head of a log with entries `0`, `1`, …; those after `fork` differ. */
async function headOf(
  size: number,
  { since = [], fork = Infinity }: { since?: number[]; fork?: number } = {},
): Promise<SignedAuditLogHead> {
  const log = new MerkleLog()
  for (let n = 0; n < size; n++) log.append(Buffer.from(n < fork ? `${n}` : `another ${n}`))
  const hex = (bytes: Buffer): string => bytes.toString('hex')
  const { head, signature } = await signAuditLogHead(signer, {
    log: '6f1c1d0e-8f0a-4c55-9d1d-0f8c9a6b7e21',
    size,
    root: hex(log.root()),
    at: '2026-11-20T08:00:00.000Z',
  })
  return {
    type: 'touchstone-audit-log/signed-head/1',
    head,
    signature: signature.toString('base64'),
    key: signer.publicKey.pem,
    earlier: since.map((first) => ({
      size: first,
      root: hex(log.root(first)),
      path: log.consistencyProof(first).map(hex),
    })),
  }
}

const putHead = async (name: string, ...of: Parameters<typeof headOf>): Promise<string> =>
  put(name, JSON.stringify(await headOf(...of)))

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

test('a sound package is reported as such, check by check', async () => {
  const { code, out } = await runCli(['verify', zip])
  expect(code).toBe(0)
  expect(out).toMatch(
    /^ok {4}Velmoraq Rights signed the statement of the seal with the key [0-9a-f]{64}\.$/m,
  )
  expect(out).toMatch(/^note {2}No authority stamped the seal/m)
  expect(out).toMatch(
    /^Sound: offer-17 is unchanged since it was sealed\. For you to check: 2 notes above\.$/m,
  )
})

test('the key that one trusts decides', async () => {
  const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })
  const own = publicKey.export({ type: 'spki', format: 'pem' })
  const files = [await put('other.pem', other), await put('own.pem', own)]
  const trusted = await runCli(['verify', bag, '--json', '--trust', ...files])
  expect(trusted.code).toBe(0)
  expect(JSON.parse(trusted.out)).toMatchObject({ sound: true, publisher: { trusted: true } })
  const strange = await runCli(['verify', bag, '--trust', files[0]!])
  expect(strange.code).toBe(1)
  expect(strange.out).toMatch(/^fault The key [0-9a-f]{64} is not one that you trust/m)
})

test('a changed file and a link that leads out are faults, and end with 1', async () => {
  const copy = join(folder, 'copy')
  await cp(bag, copy, { recursive: true })
  await writeFile(join(copy, 'data', 'items', 'page.html'), '<p>KW suPer</p>')
  await symlink('/etc/hostname', join(copy, 'data', 'items', 'host'))
  const { code, out } = await runCli(['verify', copy])
  expect(code).toBe(1)
  expect(out).toMatch(/^fault data\/items\/page\.html was changed/m)
  expect(out).toMatch(/^fault data\/items\/host: It is a link or a device/m)
  expect(out).toMatch(/^Fault: 4 faults in offer-17\.$/m)
})

test('a file that is no package cannot be read, and verify exits with 2', async () => {
  const cut = await put('cut.zip', (await readFile(zip)).subarray(0, 900))
  const refused = await runCli(['verify', cut])
  expect(refused.code).toBe(2)
  expect(refused.err).toMatch(/^touchstone: .+ is neither a folder nor a ZIP archive\.$/m)
  const text = await put('note.txt', 'no key')
  const { code, err } = await runCli(['verify', zip, '--trust', text])
  expect(code).toBe(2)
  expect(err).toMatch(/note\.txt: it contains neither a public key nor a certificate\.$/m)
})

test('sha256sum and openssl find the same without this program', async () => {
  execFileSync('sha256sum', ['-c', '--quiet', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'], {
    cwd: bag,
  })
  const verify = ['pkeyutl', '-verify', '-pubin', '-rawin']
  for (const [key, file] of [
    ['publisher', 'statement'],
    ['log', 'tree-head'],
  ]) {
    const files = ['-inkey', `${key}.pem`, '-in', `${file}.json`, '-sigfile', `${file}.sig`]
    const output = execFileSync('openssl', [...verify, ...files], { cwd: join(bag, 'seal') })
    expect(output.toString()).toMatch(/Signature Verified Successfully/)
  }
})

test('a package is consistent with heads from before and after it, and with other packages', async () => {
  const older = await putHead('older.json', 8)
  const newer = await putHead('newer.json', 33, { since: [20] })
  const { code, out } = await runCli(['verify', bag, '--consistent-with', older, newer, zip])
  expect(out).toContain('it grew from 8 to 20 entries')
  expect(out).toContain('it grew from 20 to 33 entries')
  expect(out).toContain('with the same 20 entries')
  expect(code).toBe(0)
})

test('a log that was rewritten, or of which the proof is missing, ends with 1', async () => {
  const forked = await putHead('forked.json', 8, { fork: 5 })
  const rewritten = await runCli(['verify', zip, '--consistent-with', forked])
  expect(rewritten.code).toBe(1)
  expect(rewritten.out).toMatch(/^fault The audit log was rewritten: the head of 20 entries/m)
  const between = await putHead('between.json', 9)
  const unproven = await runCli(['verify', zip, '--consistent-with', between])
  expect(unproven.code).toBe(1)
  expect(unproven.out).toContain('heads/latest?since=9,20')
  const bridge = await putHead('bridge.json', 40, { since: [9, 20] })
  const proven = await runCli(['verify', zip, '--consistent-with', between, bridge])
  expect(proven.code).toBe(0)
})

test('the file of a head is verified alone, and against another', async () => {
  const older = await putHead('head-8.json', 8)
  const newer = await putHead('head-33.json', 33, { since: [8] })
  const sound = await runCli(['verify', newer, '--consistent-with', older])
  expect(sound.out).toMatch(/^Sound: .*head-33\.json is unchanged since it was signed\./m)
  expect(sound.code).toBe(0)
  const { head, ...rest } = await headOf(33)
  const forged = await put('forged.json', JSON.stringify({ ...rest, head: { ...head, size: 34 } }))
  const faulty = await runCli(['verify', forged])
  expect(faulty.out).toMatch(/^fault .*forged\.json is not signed with the key that it names/m)
  expect(faulty.code).toBe(1)
  const unreadable = await runCli(['verify', await put('else.json', '{}')])
  expect(unreadable.code).toBe(2)
  const missing = await runCli(['verify', bag, '--consistent-with', join(folder, 'none.json')])
  expect(missing.code).toBe(2)
})

test('a head in a package that another key signed is a fault', async () => {
  const copy = join(folder, 'with-other-head')
  await cp(bag, copy, { recursive: true })
  const path = join(copy, 'audit-log', 'head.json')
  const head = JSON.parse(await readFile(path, 'utf8')) as SignedAuditLogHead
  await writeFile(path, JSON.stringify({ ...head, head: { ...head.head, size: 21 } }))
  const { code, out } = await runCli(['verify', copy])
  expect(code).toBe(1)
  expect(out).toContain('audit-log/head.json is not signed with the key of the log')
})
