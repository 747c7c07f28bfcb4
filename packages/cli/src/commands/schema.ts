import { jsonSchemaOf, nouns, type Noun } from '@touchstone/contract'
import { Argument, type Command } from 'commander'
import type { Finish } from './options.ts'

export function addSchema(program: Command, finish: Finish): void {
  program
    .command('schema')
    .description('print the JSON Schema of a file format')
    .addArgument(new Argument('[noun]', 'file format').choices(nouns).default('listing'))
    .action((noun: Noun) => {
      console.log(JSON.stringify(jsonSchemaOf(noun), null, 2))
      finish(0)
    })
}
