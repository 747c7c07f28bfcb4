import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { bracketedCode, TouchstoneError } from '@touchstone/contract'
import { randomSerial, SerialIssuer } from '@touchstone/evidence'
import { readBracketedCode, wordCodeProblem } from '@touchstone/recognition/codes'
import type { ProgramIo } from '../program-io.ts'
import { listenForStop, stopExitCodes } from '../stop-signal.ts'
import { Outputs } from '../stream/index.ts'
import { count } from '../terminal.ts'

export interface IssueFlags {
  gtin: string
  batch: string
  units: number
  key?: string
  site: string
  out: string
}

/** Issues the codes of a batch: one line {gtin, serial, batch, code} for each unit. */
export async function issueCodes(io: ProgramIo, flags: IssueFlags): Promise<number> {
  const { batch, units, site, out } = flags
  const gtin = flags.gtin.padStart(14, '0')
  const linkOf = (serial: string): string => site + pathOf({ gtin, batch, serial })
  // The first is checked for all: only the serial differs, and its signs may stand in any code.
  linkOf(randomSerial())
  const serialOf = await openSerials(io, flags, gtin)
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  try {
    const sink = await outputs.open(out)
    let written = 0
    for (; written < units && stop.received() === undefined; written++) {
      const serial = serialOf(written)
      const line = { gtin, serial, batch, code: linkOf(serial) }
      await sink.write(Buffer.from(`${JSON.stringify(line)}\n`))
    }
    await outputs.finish()
    io.printError(`Issued ${count(written, 'code')}.`)
    const received = stop.received()
    return received === undefined ? 0 : stopExitCodes[received]
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}

/** The path of a unit's Digital Link. */
function pathOf({ gtin, batch, serial }: { gtin: string; batch: string; serial: string }): string {
  const code = readBracketedCode(bracketedCode({ gtin, batch, serial }))
  if (!code.ok)
    throw new TouchstoneError({ code: 'bad-option', message: wordCodeProblem(code.problem) })
  return new URL(code.uri ?? '').pathname
}

async function openSerials(
  io: ProgramIo,
  { key: file, batch, units }: IssueFlags,
  gtin: string,
): Promise<(unit: number) => string> {
  if (file === undefined) return () => randomSerial()
  const issuer = new SerialIssuer({
    key: await readOrCreateKey(io, file),
    name: `${gtin} ${batch}`,
    units,
  })
  return (unit) => issuer.serialOf(unit)
}

/** The key in a file, in hex; a file that does not exist is written with a new key, for its owner alone. */
async function readOrCreateKey(io: ProgramIo, file: string): Promise<Buffer> {
  const created = randomBytes(32)
  try {
    await writeFile(file, `${created.toString('hex')}\n`, { flag: 'wx', mode: 0o600 })
    io.printError(`Wrote a new key to ${file}: keep it, since the codes are recognised by it.`)
    return created
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const text = (await readFile(file, 'utf8')).trim()
  if (!/^[\da-f]{64}$/i.test(text))
    throw new TouchstoneError({
      code: 'bad-option',
      message: `${file} contains no key: 64 hexadecimal digits`,
    })
  return Buffer.from(text, 'hex')
}
