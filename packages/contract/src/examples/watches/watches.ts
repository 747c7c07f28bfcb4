import type {
  operatorWatchEndpoints,
  watchCostEndpoints,
  watchedListingEndpoints,
  watchEndpoints,
  watchProposalEndpoints,
  watchSettingsEndpoints,
} from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const id = samples.watch
const perDay = { requests: 2000, bytes: 500_000_000, processorSeconds: 1200, cost: 5 }

export const watchExamples: ExamplesOf<typeof watchEndpoints> = {
  connectors: [{ what: 'List the kinds of sites', by }],
  create: [
    {
      what: 'Watch a shop every day',
      by,
      body: {
        name: 'Velmoraq at the bazaar',
        brand: 'velmoraq',
        connector: 'shop',
        site: 'https://bazaar.example/',
        intervalMinutes: 1440,
        budgetPerDay: perDay,
      },
      status: 201,
      keeps: { [id]: '/id' },
    },
    {
      what: 'Search a shop for two queries',
      by,
      body: {
        name: 'Velmoraq by its search',
        brand: 'velmoraq',
        connector: 'shop',
        site: 'https://bazaar.example/search?q={query}',
        queries: ['velmoraq', 'v3lmoraq'],
      },
      status: 201,
      keeps: { [samples.searchingWatch]: '/id' },
    },
    {
      what: 'Watch the built-in market',
      by,
      body: {
        name: 'Velmoraq on the sample market',
        brand: 'velmoraq',
        connector: 'sample-market',
        site: 'http://sample-market.example/',
      },
      status: 201,
      keeps: { [samples.otherWatch]: '/id' },
    },
  ],
  list: [{ what: 'List the watches for a brand', by, query: { brand: 'velmoraq' } }],
  read: [{ what: 'Retrieve a watch', by, params: { id } }],
  update: [
    {
      what: 'Run it twice a day',
      by,
      params: { id },
      body: { expectedVersion: 1, intervalMinutes: 720 },
    },
  ],
  act: [
    { what: 'Run it now', by, params: { id }, body: { action: { type: 'run-now' } } },
    {
      what: 'Stop it',
      by,
      params: { id },
      body: { action: { type: 'stop' }, expectedVersion: 3 },
    },
    { what: 'Resume it', by, params: { id }, body: { action: { type: 'resume' } } },
  ],
  runs: [{ what: 'List its runs', by, params: { id } }],
  remove: [{ what: 'Delete a watch', by, params: { id: samples.otherWatch } }],
}

export const watchedListingExamples: ExamplesOf<typeof watchedListingEndpoints> = {
  list: [
    {
      what: 'List the listings that are new',
      by,
      params: { id },
      query: { state: 'new' },
      keeps: { [samples.watchedListing]: '/items/0/id' },
    },
  ],
  read: [{ what: 'Retrieve one', by, params: { id, listing: samples.watchedListing } }],
  sameGoods: [
    {
      what: 'Suggest the same goods on other sites',
      by,
      params: { id, listing: samples.watchedListing },
    },
  ],
  history: [
    {
      what: 'List what changed of one',
      by,
      params: { id, listing: samples.watchedListing },
    },
  ],
}

export const watchProposalExamples: ExamplesOf<typeof watchProposalEndpoints> = {
  list: [{ what: 'List the proposed queries', by, params: { id: samples.searchingWatch } }],
  act: [
    {
      what: 'Accept one of them',
      by,
      params: { id: samples.searchingWatch },
      body: { action: { type: 'accept', queries: ['velm0raq'] } },
    },
    {
      what: 'Dismiss another',
      by,
      params: { id: samples.searchingWatch },
      body: { action: { type: 'dismiss', queries: ['ve1moraq'] } },
    },
    {
      what: 'Undo the first',
      by,
      params: { id: samples.searchingWatch },
      body: { action: { type: 'undo', queries: ['velm0raq'] } },
    },
  ],
}

export const watchCostExamples: ExamplesOf<typeof watchCostEndpoints> = {
  logTime: [
    {
      what: 'Log half an hour',
      by,
      params: { id },
      body: { day: '2026-11-20', minutes: 30, note: 'Looked through new listings' },
      status: 201,
      keeps: { [samples.watchTimeEntry]: '/id' },
    },
  ],
  timeEntries: [{ what: 'List the minutes logged', by, params: { id } }],
  ledger: [{ what: 'List what its runs used', by, params: { id } }],
  costs: [{ what: 'Retrieve costs by month', by, query: { by: 'month' } }],
  removeTime: [
    {
      what: 'Delete logged minutes',
      by,
      params: { id, entry: samples.watchTimeEntry },
    },
  ],
}

export const watchSettingsExamples: ExamplesOf<typeof watchSettingsEndpoints> = {
  read: [{ what: 'Retrieve the settings', by }],
  update: [
    {
      what: 'Limit what all watches use in a day',
      by,
      body: {
        expectedVersion: 0,
        stopped: false,
        budgetPerDay: perDay,
        previousMonitoring: { costPerMonth: 1800, findsPerMonth: 40 },
      },
    },
  ],
  policy: [{ what: 'Retrieve the rules by which sites are visited', by: 'nobody' }],
}

export const operatorWatchExamples: ExamplesOf<typeof operatorWatchEndpoints> = {
  gate: [{ what: 'List the sites that watches visit', by: 'installation' }],
  read: [{ what: 'Retrieve the state of all watches', by: 'installation' }],
  update: [
    {
      what: 'Set the rates',
      by: 'installation',
      body: {
        expectedVersion: 0,
        stopped: false,
        rates: {
          currency: 'EUR',
          perThousandRequests: 0.05,
          perGibibyte: 0.1,
          perProcessorHour: 0.04,
          perPersonHour: 45,
        },
      },
    },
  ],
}
