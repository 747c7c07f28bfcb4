import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { TouchstoneError } from '@touchstone/contract'
import type { Check, Trust, Verdict } from '@touchstone/evidence'
import type { ProgramIo } from '../program-io.ts'
import { headIn, isHeadFile } from '../audit-log-head.ts'
import { readConfig } from '../config.ts'
import { explainFailure } from '../exit-codes.ts'
import { count, paintFor, visible, type Paint } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type VerifyFlags = { json?: boolean; trust: string[]; consistentWith: string[]; against?: string }

/** Separate exit codes, so that a script can distinguish an invalid package from an unreadable one. */
const exitCodes = { sound: 0, fault: 1, unreadable: 2 } as const

export function defineVerify(command: Command, { io, finish }: CommandContext): void {
  command
    .argument('<package>', 'a folder, a ZIP archive, or an audit log head file (.json)')
    .option('--json', 'print every check as JSON')
    .option(
      '--trust <files...>',
      'PEM files: public keys of publishers, root certificates of time-stamping authorities',
      (file: string, before: string[]) => [...before, file],
      [],
    )
    .option(
      '--consistent-with <files...>',
      'earlier or later audit log heads (.json) or packages, which must be consistent with the audit log',
      (file: string, before: string[]) => [...before, file],
      [],
    )
    .option(
      '--against <package>',
      'the package that a dossier supplements, or is a redacted copy of; it is compared',
    )
    .addHelpText('after', '\nExit code: 0 valid, 1 a fault was found, 2 the package is unreadable.')
    .action(async (path: string, flags: VerifyFlags) => finish(await verify(io, path, flags)))
}

async function verify(io: ProgramIo, path: string, flags: VerifyFlags): Promise<number> {
  const { json = false } = flags
  let verdict: Verdict
  try {
    verdict = await verdictOn(path, flags)
  } catch (error) {
    // An interrupted check says nothing about the package, so it is not reported as a fault.
    const { message } = explainFailure(error)
    if (json) io.print(JSON.stringify({ package: path, unreadable: message }, null, 2))
    io.printError(`touchstone: ${visible(message)}`)
    return exitCodes.unreadable
  }
  if (json) io.print(JSON.stringify(verdict, null, 2))
  else io.print(textOf(verdict, paintFor(io.stdout, readConfig(io.env).noColor)))
  return verdict.sound ? exitCodes.sound : exitCodes.fault
}

async function verdictOn(
  path: string,
  { trust: trusted, consistentWith, against }: VerifyFlags,
): Promise<Verdict> {
  const evidence = await import('@touchstone/evidence')
  const trust = evidence.joinTrust(
    await Promise.all(trusted.map((file) => trustIn(file, evidence.readTrust))),
  )
  const heads = await Promise.all(consistentWith.map(headIn))
  if (isHeadFile(path)) return evidence.verifyAuditLogHead(await headIn(path), trust, heads)
  const files = await evidence.openPackage(path).catch(asUnreadable)
  const other =
    against === undefined ? undefined : await evidence.openPackage(against).catch(asUnreadable)
  try {
    return await evidence.verifyPackage(files, trust, heads, other)
  } catch (error) {
    return asUnreadable(error)
  } finally {
    await files.close()
    await other?.close()
  }
}

function asUnreadable(error: unknown): never {
  if (!(error instanceof Error)) throw error
  throw new TouchstoneError({ code: 'unusable-input', message: error.message, cause: error })
}

async function trustIn(file: string, read: (pem: string) => Trust): Promise<Trust> {
  try {
    return read(await readFile(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TouchstoneError({ code: 'bad-option', message: `--trust ${file}: ${reason}.` })
  }
}

function textOf(verdict: Verdict, paint: Paint): string {
  const faults = verdict.checks.filter(({ outcome }) => outcome === 'fault').length
  const notes = verdict.checks.filter(({ outcome }) => outcome === 'note').length
  const name = visible(verdict.package)
  const left = notes === 0 ? '' : ` For you to check: ${count(notes, 'note')} above.`
  const what = isHeadFile(verdict.package)
    ? 'is unchanged since it was signed'
    : 'is unchanged since it was sealed'
  const last = verdict.sound
    ? `${paint('green', 'Sound:')} ${name} ${what}.${left}`
    : `${paint('red', 'Fault:')} ${count(faults, 'fault')} in ${name}.`
  return [...verdict.checks.map((check) => lineOf(check, paint)), '', last].join('\n')
}

function lineOf({ outcome, sentence }: Check, paint: Paint): string {
  const marks = {
    ok: paint('green', 'ok   '),
    note: paint('yellow', 'note '),
    fault: paint('red', 'fault'),
  }
  // Names in a package come from third parties.
  return `${marks[outcome]} ${visible(sentence)}`
}
