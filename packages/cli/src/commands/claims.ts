import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import {
  claimStates,
  contestEnds,
  maxDocumentBytes,
  TouchstoneError,
  type ClaimState,
  type ContestEnd,
  type DocumentType,
  type DocumentInput,
} from '@touchstone/contract'
import type { ResultOf } from '@touchstone/server'
import { Option, type Command } from 'commander'
import { jsonOption, printAnswer, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { openForReading } from '../stream/index.ts'
import { visible } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type SubmitFlags = JsonFlags & {
  organisation: string
  brand: string
  office: string
  number: string
  owner: string
  document?: string
  reference?: string
  powerOfAttorney?: string
  validFrom?: string
  validTo?: string
}
type ListFlags = JsonFlags & { state?: ClaimState }
type ResolveFlags = JsonFlags & { standing: ContestEnd; reason: string }
type ApproverFlags = JsonFlags & { dismiss?: boolean }
type ReasonFlags = JsonFlags & { reason?: string }
type Act = 'approve' | 'reject' | 'revoke' | 'contest'

export function defineClaims(claims: Command, { io, finish }: CommandContext): void {
  addSubmit(claims, { io, finish })
  claims
    .command('list')
    .description('list claims, newest first')
    .addOption(new Option('--state <state>', 'only claims in this state').choices(claimStates))
    .option(...jsonOption)
    .action(async (flags: ListFlags) => finish(await show(io, flags)))
  claims
    .command('document')
    .description('write a document of a claim to standard output; recorded in the audit log')
    .argument('<claim>', 'claim ID')
    .argument('<document>', 'document ID, as shown by claims list')
    .action(async (id: string, document: string) => finish(await write(io, id, document)))
  claims
    .command('approve')
    .description('approve a pending claim; its holder then sees listings of the brand')
    .argument('<id>', 'claim ID, as shown by claims list')
    .option('--reason <text>', 'reason')
    .option(...jsonOption)
    .action(async (id: string, flags: ReasonFlags) => finish(await act(io, 'approve', id, flags)))
  const reasoned: [Act, string][] = [
    ['reject', 'reject a pending claim'],
    ['revoke', 'revoke an approved claim; it no longer gives its holder visibility'],
    ['contest', 'contest an approved claim with a substantiated pending one; both are suspended'],
  ]
  for (const [name, description] of reasoned) {
    claims
      .command(name)
      .description(description)
      .argument('<id>', 'claim ID, as shown by claims list')
      .requiredOption('--reason <text>', 'reason shown to the claimant')
      .option(...jsonOption)
      .action(async (id: string, flags: ReasonFlags) => finish(await act(io, name, id, flags)))
  }
  claims
    .command('resolve')
    .description('resolve a contest between claims')
    .argument('<id>', 'one of the contesting claims')
    .addOption(
      new Option('--standing <which>', 'claims to remain in force')
        .choices(contestEnds)
        .makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', 'reason shown to the claimants')
    .option(...jsonOption)
    .action(async (id: string, flags: ResolveFlags) => finish(await resolve(io, id, flags)))
  claims
    .command('approver')
    .description('allow the admins of a marketplace or an authority to decide claims')
    .argument('<slug>', 'organisation slug')
    .option('--dismiss', 'withdraw the permission')
    .option(...jsonOption)
    .action(async (slug: string, flags: ApproverFlags) => finish(await approver(io, slug, flags)))
}

function addSubmit(claims: Command, { io, finish }: CommandContext): void {
  claims
    .command('submit')
    .description('submit a claim to a brand for an organisation, and print its ID')
    .requiredOption('--organisation <slug>', 'organisation that claims the brand')
    .requiredOption('--brand <id>', 'brand ID')
    .requiredOption('--office <code>', 'office of the register (WIPO ST.3): EM, WO, US')
    .requiredOption('--number <text>', 'number in that register')
    .requiredOption('--owner <name>', 'owner as named in the register')
    .option('--document <file>', 'proof of the right: PDF, PNG or JPEG')
    .option('--reference <text>', 'or where the proof can be looked up')
    .option('--power-of-attorney <file>', 'power of attorney; makes it an agent’s claim')
    .option('--valid-from <day>', 'first day of the power of attorney: 2026-01-31')
    .option(
      '--valid-to <day>',
      'last day of the power of attorney; afterwards the claim makes nothing visible',
    )
    .option(...jsonOption)
    .action(async (flags: SubmitFlags) => finish(await submit(io, flags)))
}

async function submit(io: ProgramIo, flags: SubmitFlags): Promise<number> {
  const { organisation, brand, office, number, owner, powerOfAttorney: power } = flags
  const claim = await operate(io, 'claims.submit', {
    organisation,
    claim: {
      brand,
      office,
      number,
      owner,
      basis: power === undefined ? 'owner' : 'agent',
      document: await proofOf(flags),
      ...(power !== undefined && { powerOfAttorney: await powerOf(power, flags) }),
    },
  })
  io.printError(`Submitted the claim of ${organisation} on ${brand}.`)
  printAnswer(io, flags, claim, [claim.id])
  return 0
}

async function proofOf({ document: file, reference }: SubmitFlags): Promise<DocumentInput> {
  if (file !== undefined && reference === undefined) return readProof(file)
  if (file === undefined && reference !== undefined) return { reference }
  throw new TouchstoneError({
    code: 'bad-option',
    message: 'provide the proof with --document <file> or --reference <text>',
  })
}

async function powerOf(
  file: string,
  { validFrom, validTo }: SubmitFlags,
): Promise<{ document: DocumentInput; validFrom: string; validTo: string }> {
  if (validFrom === undefined || validTo === undefined) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: 'state the validity of the power of attorney with --valid-from and --valid-to',
    })
  }
  return { document: await readProof(file), validFrom, validTo }
}

const types: Readonly<Record<string, DocumentType>> = {
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
}

async function readProof(path: string): Promise<{ mediaType: DocumentType; content: string }> {
  const mediaType = types[extname(path).toLowerCase()]
  if (mediaType === undefined) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: `the document ${path} is not .pdf, .png or .jpg: use one of these, or a reference`,
    })
  }
  const handle = await openForReading(path, 'the document')
  try {
    const { size } = await handle.stat()
    if (size > maxDocumentBytes) {
      throw new TouchstoneError({
        code: 'documents-too-large',
        message: `the document ${path} has ${size} bytes: use one of at most ${maxDocumentBytes}, or a reference`,
      })
    }
    const bytes = await readFile(handle)
    return { mediaType, content: bytes.toString('base64') }
  } finally {
    await handle.close()
  }
}

async function show(io: ProgramIo, flags: ListFlags): Promise<number> {
  const { state } = flags
  const all = await operate(io, 'claims.list', { ...(state && { state }) })
  printAnswer(io, flags, all, claimLines(all))
  return 0
}

function* claimLines(claims: ResultOf<'claims.list'>): Generator<string> {
  for (const claim of claims) {
    const { id, state: now, organisation, brand, basis, office, number, work, owner } = claim
    const { powerOfAttorney: power, reason } = claim
    const dates = power ? `until ${power.validTo}` : ''
    const right = work === null ? `${office ?? ''} ${visible(number ?? '')}` : visible(work.title)
    const entry = `${right} ${visible(owner)}`
    const parts = [
      id,
      now,
      `${organisation} → ${brand}`,
      basis,
      entry,
      dates,
      visible(reason ?? ''),
    ]
    yield parts.filter((part) => part !== '').join('  ')
    for (const { id: document, purpose, mediaType, bytes, reference } of claim.documents) {
      const what =
        reference === null ? `${document} ${mediaType} ${bytes} bytes` : visible(reference)
      yield `  ${purpose}: ${what}`
    }
  }
}

async function write(io: ProgramIo, id: string, document: string): Promise<number> {
  const { content } = await operate(io, 'claims.document', { id, document })
  await new Promise<void>((resolve, reject) =>
    io.stdout.write(Buffer.from(content, 'base64'), (error) => (error ? reject(error) : resolve())),
  )
  return 0
}

async function act(io: ProgramIo, name: Act, id: string, flags: ReasonFlags): Promise<number> {
  const { json, ...decision } = flags
  const { reason = '' } = decision
  const input = { id, decision: { ...decision, reason } }
  printState(
    io,
    { json },
    name === 'approve'
      ? await operate(io, 'claims.approve', { id, decision })
      : await operate(io, `claims.${name}`, input),
  )
  return 0
}

async function resolve(
  io: ProgramIo,
  id: string,
  { json, ...decision }: ResolveFlags,
): Promise<number> {
  printState(io, { json }, await operate(io, 'claims.resolve', { id, decision }))
  return 0
}

function printState(
  io: ProgramIo,
  flags: JsonFlags,
  claim: { organisation: string; brand: string; state: ClaimState },
): void {
  const { organisation, brand, state } = claim
  io.printError(`The claim of ${organisation} on ${brand} is ${state}.`)
  printAnswer(io, flags, claim)
}

async function approver(
  io: ProgramIo,
  organisation: string,
  flags: ApproverFlags,
): Promise<number> {
  const named = flags.dismiss !== true
  await operate(io, 'claims.approver', { organisation, named })
  io.printError(
    named
      ? `Admins of ${organisation} can now decide on claims.`
      : `Admins of ${organisation} can no longer decide on claims.`,
  )
  printAnswer(io, flags, { organisation, approver: named })
  return 0
}
