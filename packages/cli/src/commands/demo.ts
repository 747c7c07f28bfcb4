import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TouchstoneError } from '@touchstone/contract'
import type { Command } from 'commander'
import { loadCatalog } from '../catalog-file.ts'
import { readConfig } from '../config.ts'
import { makeFolder } from '../make-folder.ts'
import { portProblem } from '../check-port.ts'
import { renderReport } from '../report/index.ts'
import { serveReport } from '../serve-report.ts'
import { listenForStop, untilStop } from '../stop-signal.ts'
import { openSink, ownThread, screenStream } from '../stream/index.ts'
import { summaryLines } from '../screen-summary.ts'
import type { Finish } from './options.ts'
import { collectReport } from './screen.ts'

const samples = fileURLToPath(new URL('../../../../samples/', import.meta.url))

export function addDemo(program: Command, finish: Finish): void {
  program
    .command('demo')
    .description('screen the sample listings and show the report in the browser')
    .action(async () => finish(await demo()))
}

async function demo(): Promise<number> {
  const { port, host, dataDir } = readConfig(process.env)
  const stop = listenForStop()
  const problem = await portProblem(host, port)
  if (problem) throw new TouchstoneError({ code: 'port-taken', message: problem, retryable: true })
  const html = await screenSamples(dataDir)
  const server = await serveReport({ html, host, port })
  console.log(`\nThe report is at ${server.url}\nCtrl-C stops it.`)
  await untilStop(stop)
  await server.close()
  stop.dispose()
  console.log('Stopped.')
  return 0
}

/** Screens the samples afresh at every start (it takes about a second) and keeps both results. */
async function screenSamples(dataDir: string): Promise<string> {
  const started = Date.now()
  await makeDataDir(dataDir)
  const { catalog } = await loadCatalog(join(samples, 'catalog.json'))
  const { compile } = await import('@touchstone/recognition')
  const screener = compile(catalog, { starterPack: true, asOf: new Date().toISOString() })
  const collector = collectReport('Sample offers')
  const out = await openSink(join(dataDir, 'sample-assessments.ndjson'))
  const summary = await screenStream({
    chunks: createReadStream(join(samples, 'offers.ndjson')),
    lane: ownThread(screener, { strict: false, withPairs: true }),
    out,
    onPair: collector.add,
  })
  await out.finish()
  const html = renderReport(collector.finish())
  const report = await openSink(join(dataDir, 'sample-report.html'))
  await report.write(Buffer.from(html))
  await report.finish()
  const seconds = (Date.now() - started) / 1000
  for (const line of summaryLines(summary, seconds, false)) console.log(line)
  console.log(`Assessments and report are also in ${dataDir}`)
  return html
}

async function makeDataDir(path: string): Promise<void> {
  try {
    await makeFolder(path)
  } catch (cause) {
    throw new TouchstoneError({
      code: 'bad-configuration',
      message: `DATA_DIR ${path} cannot be made (${(cause as NodeJS.ErrnoException).code}): choose another folder, for example DATA_DIR=./data npm start`,
      cause,
    })
  }
}
