export const sample = {
  'sample.loading': 'Loading the sample alliance: {taken} of {total}',
  'sample.loaded': 'The sample alliance is loaded.',
  'sample.show': 'Show listings',
}
