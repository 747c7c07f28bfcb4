import type { casePackageEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

const by = 'otto'
const params = { id: samples.case }

export const casePackageExamples: ExamplesOf<typeof casePackageEndpoints> = {
  request: [
    {
      what: 'Request a package for counsel',
      by,
      params,
      body: { reason: 'For our counsel, who prepares the claim', language: 'en' },
      status: 202,
      keeps: { [samples.casePackage]: '/id' },
    },
  ],
  list: [{ what: 'List the packages of a case', by, params }],
  download: [
    {
      what: 'Download a package that is ready',
      by,
      params: { ...params, package: samples.casePackage },
    },
  ],
}
