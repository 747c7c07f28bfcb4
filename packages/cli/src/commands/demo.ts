import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TouchstoneError } from '@touchstone/contract'
import type { Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { loadCatalog } from '../catalog-file.ts'
import { readConfig } from '../config.ts'
import { makeFolder } from '../make-folder.ts'
import { portProblem } from '../check-port.ts'
import { renderReport } from '../report/index.ts'
import { serveReport } from '../serve-report.ts'
import { listenForStop, untilStop } from '../stop-signal.ts'
import { openSink, ownThread, screenStream } from '../stream/index.ts'
import { summaryLines } from '../screen-summary.ts'
import type { CommandContext } from './options.ts'
import { collectReport } from './screen.ts'

const samples = fileURLToPath(new URL('../../../../samples/', import.meta.url))

export function defineDemo(command: Command, { io, finish }: CommandContext): void {
  command.action(async () => finish(await demo(io)))
}

async function demo(io: ProgramIo): Promise<number> {
  const { port, host, dataDir } = readConfig(io.env)
  const stop = listenForStop(io)
  const problem = await portProblem(host, port)
  if (problem) throw new TouchstoneError({ code: 'port-taken', message: problem, retryable: true })
  const html = await screenSamples(io, dataDir)
  const server = await serveReport({ html, host, port })
  io.print(`\nThe report is at ${server.url}\nCtrl-C stops it.`)
  await untilStop(stop)
  await server.close()
  stop.dispose()
  io.print('Stopped.')
  return 0
}

/** Screens the samples again at every start (about a second), and writes both results. */
async function screenSamples(io: ProgramIo, dataDir: string): Promise<string> {
  const started = Date.now()
  await makeDataDir(dataDir)
  const { catalog } = await loadCatalog(join(samples, 'catalog.json'))
  const { compile, wordScreener } = await import('@touchstone/recognition')
  const screener = compile(catalog, { starterPack: true, asOf: new Date().toISOString() })
  const collector = collectReport('Sample listings')
  const out = await openSink(io, join(dataDir, 'sample-assessments.ndjson'))
  const summary = await screenStream({
    chunks: createReadStream(join(samples, 'listings.ndjson')),
    lane: ownThread(wordScreener(screener), { strict: false, withPairs: true }),
    out,
    onPair: collector.add,
  })
  await out.finish()
  const html = renderReport(collector.finish())
  const report = await openSink(io, join(dataDir, 'sample-report.html'))
  await report.write(Buffer.from(html))
  await report.finish()
  const seconds = (Date.now() - started) / 1000
  for (const line of summaryLines(summary, seconds, false)) io.print(line)
  io.print(`Assessments and report are also in ${dataDir}`)
  return html
}

async function makeDataDir(path: string): Promise<void> {
  try {
    await makeFolder(path)
  } catch (cause) {
    throw new TouchstoneError({
      code: 'bad-configuration',
      message: `DATA_DIR ${path} cannot be created (${(cause as NodeJS.ErrnoException).code}): choose another folder, for example DATA_DIR=./data npm start`,
      cause,
    })
  }
}
