import { mkdirSync, writeFileSync } from 'node:fs'
import { makeSamples } from './samples/samples.ts'

const folder = new URL('../samples/', import.meta.url)
const { catalog, listings, truth } = makeSamples()
mkdirSync(folder, { recursive: true })
writeFileSync(new URL('catalog.json', folder), catalog)
writeFileSync(new URL('listings.ndjson', folder), listings)
writeFileSync(new URL('truth.ndjson', folder), truth)
console.log(`samples/: ${listings.split('\n').length - 1} offers`)
