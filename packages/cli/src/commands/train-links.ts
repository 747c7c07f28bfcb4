import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { TouchstoneError } from '@touchstone/contract'
import { fitSellerModel, SellerListings } from '@touchstone/linkage'
import type { Command } from 'commander'
import { printRejects } from '../print-rejects.ts'
import type { ProgramIo } from '../program-io.ts'
import { rejectLine } from '../screen-summary.ts'
import { nameModel, readListings, textOfModel } from '../seller-links/index.ts'
import { listenForStop, stopExitCodes } from '../stop-signal.ts'
import { Outputs } from '../stream/index.ts'
import { count } from '../terminal.ts'
import type { CommandContext } from './options.ts'

type TrainFlags = { in: string; model: string }

export function defineTrainLinks(command: Command, { io, finish }: CommandContext): void {
  command
    .requiredOption('--in <file>', 'listings, NDJSON, plain or gzip; - for standard input')
    .requiredOption(
      '--model <file>',
      'the model (JSON), for link-sellers --model; - for standard output',
    )
    .action(async (flags: TrainFlags) => finish(await train(io, flags)))
}

async function train(io: ProgramIo, flags: TrainFlags): Promise<number> {
  if (flags.in !== '-' && resolve(flags.in) === resolve(flags.model)) {
    throw new TouchstoneError({
      code: 'bad-option',
      message: '--model and --in name the same file: use different files',
    })
  }
  const stop = listenForStop(io)
  const outputs = new Outputs(io)
  try {
    const market = new SellerListings()
    const { read, rejects } = await readListings(io, flags.in, {
      market,
      cardKey: randomBytes(32),
      stop,
    })
    const received = stop.received()
    if (received !== undefined) {
      io.printError(`Stopped by ${received}. No model was written.`)
      return stopExitCodes[received]
    }
    const accounts = market.accounts()
    const named = nameModel(fitSellerModel(accounts))
    const out = await outputs.open(flags.model)
    await out.write(Buffer.from(textOfModel(named)))
    await outputs.finish()
    printRejects(io, rejects.map(rejectLine), 'line')
    io.printError(
      `Fitted to ${count(accounts.length, 'seller')} of ${count(market.count, 'listing')}: model ${named.digest.slice(0, 12)}`,
    )
    return read === 0 ? 1 : 0
  } catch (error) {
    await outputs.discard()
    throw error
  } finally {
    stop.dispose()
  }
}
