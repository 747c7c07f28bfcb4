/** The files that every package of a dossier has, by their names in the index. */
export const dossierFiles = {
  json: { name: 'dossier', path: 'dossier.json', mediatype: 'application/json' },
  workbook: {
    name: 'dossier.workbook',
    path: 'dossier.xlsx',
    mediatype: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  stix: {
    name: 'dossier.stix',
    path: 'dossier.stix.json',
    mediatype: 'application/stix+json; version=2.1',
  },
  report: { name: 'report', path: 'report.pdf', mediatype: 'application/pdf' },
} as const
