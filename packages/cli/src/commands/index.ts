import type { Command } from 'commander'
import type { CommandContext } from './options.ts'

type CommandEntry = {
  name: string
  description: string
  /** Options, arguments and actions; loads their modules when the command is used. */
  load(): Promise<(command: Command, context: CommandContext) => void>
}

/** All commands, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'screen',
    description: 'assess listings: NDJSON in, one assessment per line out, in the same order',
    load: async () => (await import('./screen.ts')).defineScreen,
  },
  {
    name: 'words',
    description: 'write the assessments of screen --detail lean in full, with their sentences',
    load: async () => (await import('./words.ts')).defineWords,
  },
  {
    name: 'page',
    description: 'extract the listings of a web page, one per line: for screen, or to submit',
    load: async () => (await import('./page.ts')).definePage,
  },
  {
    name: 'robots',
    description: 'tell what robots.txt files permit: {robots, agent, url} in, {allowed} out',
    load: async () => (await import('./robots.ts')).defineRobots,
  },
  {
    name: 'watch',
    description: 'visit sites politely and extract their listings, once or on a schedule',
    load: async () => (await import('./watch.ts')).defineWatch,
  },
  {
    name: 'match-images',
    description:
      'find copies of reference pictures, including edited ones: one line of matches per picture',
    load: async () => (await import('./match-images.ts')).defineMatchImages,
  },
  {
    name: 'read-images',
    description: 'read text, QR codes and barcodes in pictures: one line per picture',
    load: async () => (await import('./read-images.ts')).defineReadImages,
  },
  {
    name: 'codes',
    description: 'read the codes of goods, and judge whether they were copied',
    load: async () => (await import('./codes.ts')).defineCodes,
  },
  {
    name: 'epcis',
    description: 'check records of what happened to goods (EPCIS 2.0)',
    load: async () => (await import('./epcis.ts')).defineEpcis,
  },
  {
    name: 'link-sellers',
    description: 'find the accounts of one seller among listings: links, networks and hubs',
    load: async () => (await import('./link-sellers.ts')).defineLinkSellers,
  },
  {
    name: 'train-links',
    description: 'fit what links of sellers are weighed by to listings, without labels',
    load: async () => (await import('./train-links.ts')).defineTrainLinks,
  },
  {
    name: 'networks',
    description: 'check and export what link-sellers keeps in --state: networks and their history',
    load: async () => (await import('./networks.ts')).defineNetworks,
  },
  {
    name: 'link-records',
    description: 'find the records of one owner in a table: links and networks, with reasons',
    load: async () => (await import('./link-records.ts')).defineLinkRecords,
  },
  {
    name: 'explain',
    description: 'explain the assessment of one listing, with every reason',
    load: async () => (await import('./explain.ts')).defineExplain,
  },
  {
    name: 'evaluate',
    description: 'measure verdicts against labels: false alarms, recall, curves, calibration',
    load: async () => (await import('./evaluate.ts')).defineEvaluate,
  },
  {
    name: 'error-ledger',
    description: 'compute from its rows how often each rule was right, wrong and reversed',
    load: async () => (await import('./error-ledger.ts')).defineErrorLedger,
  },
  {
    name: 'fit',
    description: 'fit weights to labelled listings; used only if --weights names them',
    load: async () => (await import('./fit.ts')).defineFit,
  },
  {
    name: 'engine',
    description: 'compile the engine of a catalog ahead of its first use, and inspect it',
    load: async () => (await import('./engine.ts')).defineEngine,
  },
  {
    name: 'lint',
    description:
      'check lexicon files and brand packs beyond their schema; by default, the built-in ones',
    load: async () => (await import('./lint.ts')).defineLint,
  },
  {
    name: 'doctor',
    description: 'check system requirements and suggest fixes',
    load: async () => (await import('./doctor.ts')).defineDoctor,
  },
  {
    name: 'demo',
    description: 'screen the sample listings and show the report in the browser',
    load: async () => (await import('./demo.ts')).defineDemo,
  },
  {
    name: 'schema',
    description: 'print the JSON Schema of a file format',
    load: async () => (await import('./schema.ts')).defineSchema,
  },
  {
    name: 'regime',
    description: 'show the law as data: the content of each regime',
    load: async () => (await import('./regime.ts')).defineRegime,
  },
  {
    name: 'rehearsal',
    description:
      'simulate a listing from its capture to the outcome under a regime, or a dossier by its template; nothing leaves the machine',
    load: async () => (await import('./rehearsal.ts')).defineRehearsal,
  },
  {
    name: 'simulate',
    description: 'simulate a different time limit of a regime: when each deadline would fall',
    load: async () => (await import('./simulate.ts')).defineSimulate,
  },
  {
    name: 'serve',
    description: 'run the alliance server: its HTTP API and its store',
    load: async () => (await import('./serve.ts')).defineServe,
  },
  {
    name: 'organisations',
    description: 'manage the organisations of this installation',
    load: async () => (await import('./organisations.ts')).defineOrganisations,
  },
  {
    name: 'users',
    description: 'manage people who sign in',
    load: async () => (await import('./users.ts')).defineUsers,
  },
  {
    name: 'keys',
    description: 'manage API keys',
    load: async () => (await import('./keys.ts')).defineKeys,
  },
  {
    name: 'claims',
    description: 'manage claims to brands and decide on them',
    load: async () => (await import('./claims.ts')).defineClaims,
  },
  {
    name: 'catalog',
    description:
      'manage an organisation’s catalog of genuine goods: brands, rights, products, prices',
    load: async () => (await import('./catalog.ts')).defineCatalog,
  },
  {
    name: 'webhooks',
    description: 'manage webhooks for organisations’ events',
    load: async () => (await import('./webhooks.ts')).defineWebhooks,
  },
  {
    name: 'retention',
    description: 'manage retention periods, purges and legal holds',
    load: async () => (await import('./retention.ts')).defineRetention,
  },
  {
    name: 'holds',
    description: 'manage legal holds, which protect data from purging and erasure',
    load: async () => (await import('./retention.ts')).defineHolds,
  },
  {
    name: 'privacy',
    description: 'handle access, rectification and erasure requests of sellers',
    load: async () => (await import('./retention.ts')).definePrivacy,
  },
  {
    name: 'audit-samples',
    description: 'manage audit samples: random listings that measure the engine’s error rates',
    load: async () => (await import('./audit-samples.ts')).defineAuditSamples,
  },
  {
    name: 'cases',
    description: 'manage cases of listings that organisations work on',
    load: async () => (await import('./cases.ts')).defineCases,
  },
  {
    name: 'sample',
    description: 'manage the sample alliance: invented organisations, people and listings',
    load: async () => (await import('./sample.ts')).defineSample,
  },
  {
    name: 'db',
    description: 'manage the store: embedded in DATA_DIR, or PostgreSQL at DATABASE_URL',
    load: async () => (await import('./db.ts')).defineDb,
  },
  {
    name: 'backup',
    description: 'back up the whole installation: store, evidence, pictures, keys and settings',
    load: async () => (await import('./backup.ts')).defineBackup,
  },
  {
    name: 'stress',
    description:
      'load a server of its own at the rates of a plan: times, losses, and limits exceeded',
    load: async () => (await import('./stress.ts')).defineStress,
  },
  {
    name: 'evidence',
    description: 'manage the keys that seal organisations’ evidence, and stored evidence',
    load: async () => (await import('./evidence.ts')).defineEvidence,
  },
  {
    name: 'verify',
    description:
      'verify an evidence package offline, using only the package and the files you supply',
    load: async () => (await import('./verify.ts')).defineVerify,
  },
  {
    name: 'completion',
    description: 'print a script that completes commands and options in your shell',
    load: async () => (await import('./completion.ts')).defineCompletion,
  },
]
