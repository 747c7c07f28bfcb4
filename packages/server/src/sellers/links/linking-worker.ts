import { parentPort } from 'node:worker_threads'
import { createResponder } from '../../platform/request-thread/index.ts'
import { LinkedOrganisation } from './linked-organisation.ts'
import type { LinkingRequests } from './linking-thread.ts'

type Question = {
  [Name in keyof LinkingRequests]: { name: Name } & LinkingRequests[Name]['ask']
}[keyof LinkingRequests]

const organisations = new Map<string, LinkedOrganisation>()

function linkedOrganisation(id: string): LinkedOrganisation {
  const known = organisations.get(id)
  if (known === undefined) throw new Error(`organisation ${id} is not in memory`)
  return known
}

async function answer(question: Question): Promise<unknown> {
  const { organisationId } = question
  switch (question.name) {
    case 'open':
      organisations.set(organisationId, new LinkedOrganisation(question.memory))
      return true
    case 'load':
      linkedOrganisation(organisationId).load(question.listings)
      return true
    case 'identify':
      return linkedOrganisation(organisationId).identify(question.listings)
    case 'members':
      return linkedOrganisation(organisationId).members()
    case 'update':
      return linkedOrganisation(organisationId).update(question.changes)
    case 'forget':
      return organisations.delete(organisationId)
  }
}

const port = parentPort
port?.on(
  'message',
  createResponder((response) => port.postMessage(response), answer),
)
