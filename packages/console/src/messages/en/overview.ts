export const overview = {
  'overview.title': 'Overview',
  'overview.offers': 'Offers by verdict',
  'overview.go': 'Go through the offers',
  'overview.empty': 'Begin with a file of offers',
  'overview.empty.text':
    'Import offers to see them judged, and a catalog so that your own brands are known.',
  'overview.decisions': 'Decided last',
  'overview.decision': 'Decision',
  'overview.offer': 'Offer',
}
