import type { Command } from 'commander'
import { jsonOption, printJson, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { checkAuditLogs } from '../check-audit-logs.ts'
import { checkOutsideData } from '../check-outside-data.ts'
import { checkStoredEvidence } from '../check-stored-evidence.ts'
import type { Check } from '../check-result.ts'
import { readConfig, type Config } from '../config.ts'
import { checkSystem } from '../system-checks.ts'
import { checkSchema } from '../schema-check.ts'
import { paintFor } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type DoctorFlags = JsonFlags & { auditHead: string[]; earlierKey: string[]; deep?: boolean }

export function defineDoctor(command: Command, { io, finish }: CommandContext): void {
  command
    .option(
      '--audit-head <files...>',
      'audit log heads stored elsewhere, which the audit logs must extend',
      (file: string, before: string[]) => [...before, file],
      [],
    )
    .option(
      '--earlier-key <files...>',
      'earlier public keys of evidence.key (PEM, or saved heads) that may have signed the audit logs',
      (file: string, before: string[]) => [...before, file],
      [],
    )
    .option('--deep', 'also read all evidence, and check every seal and the whole evidence log')
    .option(...jsonOption)
    .action(async (flags: DoctorFlags) => finish(await doctor(io, flags)))
}

async function doctor(io: ProgramIo, flags: DoctorFlags): Promise<number> {
  const config = readConfig(io.env)
  const paint = paintFor(io.stdout, config.noColor)
  const done: Check[] = []
  for await (const check of checks(io, config, flags)) {
    done.push(check)
    if (flags.json) continue
    const { name, state, message } = check
    const word = {
      ok: paint('green', 'ok  '),
      note: paint('yellow', 'note'),
      bad: paint('red', 'BAD '),
    }
    io.print(`${word[state]}  ${name.padEnd(20)} ${message}`)
  }
  const unfit = done.filter(({ state }) => state === 'bad').length
  if (flags.json) printJson(io, { ready: unfit === 0, checks: done })
  else {
    io.print(
      unfit === 0
        ? '\nThis machine is ready.'
        : `\n${unfit === 1 ? 'One thing needs' : `${unfit} things need`} fixing, see BAD above.`,
    )
  }
  return unfit === 0 ? 0 : 1
}

async function* checks(io: ProgramIo, config: Config, flags: DoctorFlags): AsyncGenerator<Check> {
  yield* checkSystem(io, config)
  yield* checkOutsideData(new Date().toISOString().slice(0, 10))
  yield* checkSchema(io)
  yield* checkAuditLogs(io, { heads: flags.auditHead, earlierKeys: flags.earlierKey })
  if (flags.deep === true) yield* checkStoredEvidence(io, flags.earlierKey)
}
