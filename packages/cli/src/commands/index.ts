import type { Command } from 'commander'
import { addCases } from './cases.ts'
import { addCatalog } from './catalog.ts'
import { addClaims } from './claims.ts'
import { addDb } from './db.ts'
import { addDemo } from './demo.ts'
import { addDoctor } from './doctor.ts'
import { addEvaluate } from './evaluate.ts'
import { addEvidence } from './evidence.ts'
import { addExplain } from './explain.ts'
import { addFit } from './fit.ts'
import { addKeys } from './keys.ts'
import { addLint } from './lint.ts'
import { addLots } from './lots.ts'
import { addMatchImages } from './match-images.ts'
import type { Finish } from './options.ts'
import { addOrganisations } from './organisations.ts'
import { addPage } from './page.ts'
import { addRegime } from './regime.ts'
import { addRehearsal } from './rehearsal.ts'
import { addHolds, addPrivacy, addRetention } from './retention.ts'
import { addReadImages } from './read-images.ts'
import { addSample } from './sample.ts'
import { addSchema } from './schema.ts'
import { addScreen } from './screen.ts'
import { addServe } from './serve.ts'
import { addSimulate } from './simulate.ts'
import { addUsers } from './users.ts'
import { addVerify } from './verify.ts'
import { addWebhooks } from './webhooks.ts'

/** Adds every command to the program; `finish` gets the exit code of the one that ran. */
export function addCommands(program: Command, finish: Finish): void {
  const all = [
    addScreen,
    addPage,
    addMatchImages,
    addReadImages,
    addExplain,
    addEvaluate,
    addFit,
    addLint,
    addDoctor,
    addDemo,
    addSchema,
    addRegime,
    addRehearsal,
    addSimulate,
    addServe,
    addOrganisations,
    addUsers,
    addKeys,
    addClaims,
    addCatalog,
    addWebhooks,
    addRetention,
    addHolds,
    addPrivacy,
    addLots,
    addCases,
    addSample,
    addDb,
    addEvidence,
    addVerify,
  ]
  for (const add of all) add(program, finish)
}
