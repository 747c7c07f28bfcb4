import { resolve } from 'node:path'
import { TouchstoneError } from '@touchstone/contract'
import type { Command } from 'commander'
import { z } from 'zod'
import { answerLines, type LineFlags } from '../answer-lines.ts'
import type { IssueFlags } from '../issued-codes/index.ts'
import type { ScanFiles } from '../codes/index.ts'
import type { ProgramIo } from '../program-io.ts'
import { listenForStop } from '../stop-signal.ts'
import { Outputs } from '../stream/index.ts'
import { count } from '../terminal.ts'
import { siteAddress, wholeNumber, type CommandContext } from './options.ts'

type DetectFlags = ScanFiles & { out: string }

const Input = z.object({ mode: z.enum(['data', 'scan', 'ai']), input: z.string() })

export function defineCodes(codes: Command, { io, finish }: CommandContext): void {
  codes
    .command('parse')
    .description('read GS1 codes: element strings, bracketed ones and Digital Links')
    .requiredOption(
      '--in <file>',
      'lines {mode, input} (NDJSON); mode is scan (as a scanner sends it), data (as text) or ai (bracketed); - for standard input',
    )
    .requiredOption(
      '--out <file>',
      'one line {ok, elements, uri, problem} for each; - for standard output',
    )
    .action(async (flags: LineFlags) => finish(await parse(io, flags)))
  codes
    .command('detect')
    .description('judge by their scans whether codes were copied')
    .requiredOption('--units <file>', 'issued units: lines {gtin, serial, batch} (NDJSON)')
    .option('--events <file>', 'what was recorded of them: an EPCIS 2.0 document (JSON-LD)')
    .option('--published <file>', 'codes read in pictures of listings: lines {code, at}')
    .requiredOption(
      '--scans <file>',
      'lines {at, code, device, source, lat, lon, accuracyKm, counter}',
    )
    .requiredOption(
      '--out <file>',
      'one line {gtin, serial, known, state, probability, alarmAt, reasons} for each code seen; - for standard output',
    )
    .action(async (flags: DetectFlags) => finish(await detect(io, flags)))
  codes
    .command('issue')
    .description('issue the codes of a batch, with serials that nobody guesses')
    .requiredOption('--gtin <digits>', 'GTIN of the product')
    .requiredOption('--batch <text>', 'number of the batch')
    .requiredOption('--units <count>', 'how many codes', wholeNumber(1, 1_000_000_000))
    .option(
      '--key <file>',
      'derive the serials from the key in this file, which is written if it does not exist; without it they are random',
    )
    .option('--site <url>', 'beginning of each Digital Link', siteAddress, 'https://id.gs1.org')
    .requiredOption(
      '--out <file>',
      'one line {gtin, serial, batch, code} for each unit; - for standard output',
    )
    .action(async (flags: IssueFlags) => {
      const { issueCodes } = await import('../issued-codes/index.ts')
      finish(await issueCodes(io, flags))
    })
  codes
    .command('sign')
    .description('sign codes with your key')
    .requiredOption('--key <file>', 'your private key: Ed25519, PEM (PKCS #8)')
    .requiredOption('--in <file>', 'lines {code} (NDJSON); - for standard input')
    .requiredOption('--out <file>', 'one line {code, link} for each; - for standard output')
    .action(async (flags: LineFlags & { key: string }) => {
      const { signCodes } = await import('../issued-codes/index.ts')
      finish(await signCodes(io, flags))
    })
  codes
    .command('verify')
    .description('verify offline who wrote codes')
    .requiredOption(
      '--key <files...>',
      'public keys of makers (Ed25519, PEM), or the list that a server publishes at /api/v1/published-code-keys',
    )
    .option(
      '--log-key <file>',
      'key of the evidence log that a list must be signed with (PEM); without it, the list’s own',
    )
    .requiredOption('--in <file>', 'lines {code} (NDJSON); - for standard input')
    .requiredOption(
      '--out <file>',
      'one line {state, key, holder, message} for each; - for standard output',
    )
    .action(async (flags: LineFlags & { key: string[]; logKey?: string }) => {
      const { verifyCodes } = await import('../issued-codes/index.ts')
      finish(await verifyCodes(io, flags))
    })
}

async function parse(io: ProgramIo, flags: LineFlags): Promise<number> {
  const { bracketed, readBracketedCode, readCodeText, readScan, wordCodeProblem } =
    await import('@touchstone/recognition/codes')
  const readers = { data: readCodeText, scan: readScan, ai: readBracketedCode }
  return answerLines(io, flags, (value) => {
    const line = Input.safeParse(value)
    if (!line.success) return { error: 'not an object {mode, input} with mode data, scan or ai' }
    const read = readers[line.data.mode](line.data.input)
    if (read.ok) return { ok: true, elements: bracketed(read.elements), uri: read.uri ?? '' }
    return { ok: false, problem: { ...read.problem, message: wordCodeProblem(read.problem) } }
  })
}

async function detect(io: ProgramIo, { out, ...files }: DetectFlags): Promise<number> {
  const inputs = [files.units, files.events, files.published, files.scans]
  if (inputs.some((path) => path !== undefined && path !== '-' && resolve(path) === resolve(out)))
    throw new TouchstoneError({
      code: 'bad-option',
      message: '--out names one of the input files: use another file',
    })
  const { detectCopies, wordItemState } = await import('@touchstone/recognition/items')
  const { readScanFiles } = await import('../codes/index.ts')
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  try {
    const { input, unreadable } = await readScanFiles(io, files, stop.signal)
    const codes = detectCopies(input)
    const sink = await outputs.open(out)
    for (const { reasons, alarmAt, ...code } of codes) {
      const worded = wordItemState({ state: code.state, reasons }).reasons
      const line = {
        ...code,
        alarmAt: alarmAt === undefined ? null : new Date(alarmAt).toISOString(),
        reasons: reasons.map((reason, at) => ({ ...reason, message: worded[at] })),
      }
      await sink.write(Buffer.from(`${JSON.stringify(line)}\n`))
    }
    await outputs.finish()
    const suspected = codes.filter(({ state }) => state === 'suspected-clone').length
    const left =
      unreadable === 0 ? '' : ` Left out ${count(unreadable, 'scan')} without a GTIN and serial.`
    io.printError(`Judged ${count(codes.length, 'code')}: copies of ${suspected} suspected.${left}`)
    return 0
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}
