import data from './enumerations.json' with { type: 'json' }

/** The values that the Transparency Database accepts, with their version and source. */
export const enumerations = data
