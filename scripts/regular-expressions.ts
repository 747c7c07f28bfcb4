import { parseArgs } from 'node:util'
import { checkExpressions, listChecked } from './regular-expressions/check-expressions.ts'

// Checks the literal regular expressions of the packages and lists them as checked, so that `npm test` only checks
// new ones.
const { values } = parseArgs({ options: { anew: { type: 'boolean', default: false } } })
const { checked, vulnerable } = checkExpressions(values)
for (const line of vulnerable) console.error(line)
console.log(`${checked} checked, ${vulnerable.length} can be made slow`)
if (vulnerable.length === 0) listChecked()
else process.exitCode = 1
