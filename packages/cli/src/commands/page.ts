import { TouchstoneError } from '@touchstone/contract'
import type { Command } from 'commander'
import type { ProgramIo } from '../program-io.ts'
import { serverConfig } from '../server-store.ts'
import { openInput } from '../stream/index.ts'
import { count, visible } from '../terminal.ts'
import { encodingOption, type CommandContext } from './options.ts'

type Flags = { url?: string; marketplace?: string; encoding?: string }

export function definePage(command: Command, { io, finish }: CommandContext): void {
  command
    .argument('<page>', 'address to fetch, or a saved page; - for standard input')
    .option('--url <address>', 'original address of the saved page')
    .option('--marketplace <name>', 'marketplace of its listings')
    .addOption(encodingOption('encoding of the saved page; detected by default'))
    .action(async (page: string, flags: Flags) => finish(await read(io, page, flags)))
}

async function read(
  io: ProgramIo,
  page: string,
  { url, marketplace, encoding }: Flags,
): Promise<number> {
  const { readListingPage } = await import('@touchstone/server')
  const outbound = { allow: serverConfig(io).outboundAllow }
  const isAddress = /^https?:/i.test(page)
  const input = isAddress ? undefined : await openInput(io, page, new AbortController().signal)
  try {
    const source = input ? { url: addressOf(url), html: input.chunks, encoding } : { url: page }
    const { rows, faults } = await readListingPage(source, outbound)
    const allFaults = [...faults]
    let listings = 0
    for (const row of rows) {
      if (!('value' in row)) {
        allFaults.push(...row.faults)
        continue
      }
      listings++
      io.print(JSON.stringify({ ...row.value, ...(marketplace !== undefined && { marketplace }) }))
    }
    for (const { pointer, problem, found, remedy } of allFaults) {
      io.printError(
        visible(`${pointer === '' ? 'the page' : pointer} ${problem}; found ${found}; ${remedy}`),
      )
    }
    io.printError(`Read ${count(listings, 'listing')}.`)
    return listings === 0 ? 1 : 0
  } finally {
    await input?.close()
  }
}

function addressOf(url: string | undefined): string {
  if (url !== undefined && URL.canParse(url)) return url
  throw new TouchstoneError({
    code: 'bad-option',
    message: 'state the original address of the saved page: --url https://shop.example/item/17',
  })
}
