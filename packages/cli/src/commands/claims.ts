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
import { Option, type Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { openForReading } from '../stream/index.ts'
import { visible } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type SubmitFlags = {
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
type Act = 'approve' | 'reject' | 'revoke' | 'contest'

export function defineClaims(claims: Command, { io, finish }: CommandContext): void {
  addSubmit(claims, { io, finish })
  claims
    .command('list')
    .description('list claims, newest first')
    .addOption(new Option('--state <state>', 'only claims in this state').choices(claimStates))
    .action(async (flags: { state?: ClaimState }) => finish(await show(io, flags.state)))
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
    .action(async (id: string, flags: { reason?: string }) =>
      finish(await act(io, 'approve', id, flags)),
    )
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
      .action(async (id: string, flags: { reason: string }) =>
        finish(await act(io, name, id, flags)),
      )
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
    .action(async (id: string, flags: { standing: ContestEnd; reason: string }) =>
      finish(await resolve(io, id, flags)),
    )
  claims
    .command('approver')
    .description('allow the admins of a marketplace or an authority to decide claims')
    .argument('<slug>', 'organisation slug')
    .option('--dismiss', 'withdraw the permission')
    .action(async (slug: string, flags: { dismiss?: boolean }) =>
      finish(await approver(io, slug, flags.dismiss !== true)),
    )
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
    .action(async (flags: SubmitFlags) => finish(await submit(io, flags)))
}

async function submit(io: ProgramIo, flags: SubmitFlags): Promise<number> {
  const { organisation, brand, office, number, owner, powerOfAttorney: power } = flags
  const { id } = await operate(io, 'claims.submit', {
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
  io.print(id)
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

async function show(io: ProgramIo, state: ClaimState | undefined): Promise<number> {
  const all = await operate(io, 'claims.list', { ...(state && { state }) })
  for (const claim of all) {
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
    io.print(parts.filter((part) => part !== '').join('  '))
    for (const { id: document, purpose, mediaType, bytes, reference } of claim.documents) {
      const what =
        reference === null ? `${document} ${mediaType} ${bytes} bytes` : visible(reference)
      io.print(`  ${purpose}: ${what}`)
    }
  }
  return 0
}

async function write(io: ProgramIo, id: string, document: string): Promise<number> {
  const { content } = await operate(io, 'claims.document', { id, document })
  await new Promise<void>((resolve, reject) =>
    io.stdout.write(Buffer.from(content, 'base64'), (error) => (error ? reject(error) : resolve())),
  )
  return 0
}

async function act(
  io: ProgramIo,
  name: Act,
  id: string,
  decision: { reason?: string },
): Promise<number> {
  const { reason = '' } = decision
  const input = { id, decision: { ...decision, reason } }
  printState(
    io,
    name === 'approve'
      ? await operate(io, 'claims.approve', { id, decision })
      : await operate(io, `claims.${name}`, input),
  )
  return 0
}

async function resolve(
  io: ProgramIo,
  id: string,
  decision: { standing: ContestEnd; reason: string },
): Promise<number> {
  printState(io, await operate(io, 'claims.resolve', { id, decision }))
  return 0
}

function printState(
  io: ProgramIo,
  claim: { organisation: string; brand: string; state: ClaimState },
): void {
  const { organisation, brand, state } = claim
  io.printError(`The claim of ${organisation} on ${brand} is ${state}.`)
}

async function approver(io: ProgramIo, organisation: string, named: boolean): Promise<number> {
  await operate(io, 'claims.approver', { organisation, named })
  io.printError(
    named
      ? `Admins of ${organisation} can now decide on claims.`
      : `Admins of ${organisation} can no longer decide on claims.`,
  )
  return 0
}
