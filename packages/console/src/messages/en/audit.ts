export const audit = {
  'log.title': 'Log',
  'log.lead': 'Every change, and every reading of personal data. Nothing in it is ever altered.',
  'log.denied': 'Admins and auditors read the log. Ask one of them.',
  'log.empty': 'Nothing has happened yet',
  'log.at': 'When',
  'log.who': 'Who',
  'log.what': 'What',
  'log.on': 'On what',
  'log.detail': 'Detail',
  'log.you': 'You',
}
