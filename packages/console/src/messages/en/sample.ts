export const sample = {
  'sample.loading': 'The sample alliance is being loaded: {taken} of {total}',
  'sample.loaded': 'The sample alliance is loaded.',
  'sample.show': 'Show what there is',
}
