import type { Command } from 'commander'
import { addDemo } from './demo.ts'
import { addDoctor } from './doctor.ts'
import { addEvaluate } from './evaluate.ts'
import { addExplain } from './explain.ts'
import { addFit } from './fit.ts'
import { addLint } from './lint.ts'
import type { Finish } from './options.ts'
import { addSchema } from './schema.ts'
import { addScreen } from './screen.ts'

/** Adds every command to the program; `finish` gets the exit code of the one that ran. */
export function addCommands(program: Command, finish: Finish): void {
  for (const add of [
    addScreen,
    addExplain,
    addEvaluate,
    addFit,
    addLint,
    addDoctor,
    addDemo,
    addSchema,
  ])
    add(program, finish)
}
