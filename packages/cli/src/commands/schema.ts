import { jsonSchemaOf, nouns, type Noun } from '@touchstone/contract'
import { Argument, type Command } from 'commander'
import type { CommandContext } from './options.ts'

export function defineSchema(command: Command, { io, finish }: CommandContext): void {
  command
    .addArgument(new Argument('[noun]', 'file format').choices(nouns).default('listing'))
    .action((noun: Noun) => {
      io.print(JSON.stringify(jsonSchemaOf(noun), null, 2))
      finish(0)
    })
}
