type Asker = {
  post(url: string, payload: unknown): Promise<{ status: number; body: unknown }>
}

/** Brings a proceeding as far as a restriction whose statement of reasons was sent on this day. */
export async function restrictByMachine(
  browser: Asker,
  proceeding: string,
  day: string,
  { role = 'system', words = 'Title and first picture.', id = 'r1' } = {},
): Promise<void> {
  const act = async (event: object): Promise<void> => {
    const { status, body } = await browser.post(`/api/v1/proceedings/${proceeding}/actions`, {
      action: event,
    })
    if (status !== 200) throw new Error(JSON.stringify(body))
  }
  const step = { type: 'transition', id, role }
  await act({
    type: 'open',
    id,
    workflow: 'restriction',
    role,
    fields: { source: 'own-initiative', byOrder: false },
  })
  await act({
    ...step,
    transition: 'impose',
    fields: {
      measures: ['disable', 'demote'],
      ground: 'illegal',
      legalGround: 'EM 018000001',
      groundExplanation: 'The title says “replica”.',
      factsReliedOn: words,
      territory: ['DE', 'FR'],
      decidedOn: day,
      startsOn: day,
      automatedDetection: false,
      automatedDecision: role === 'system' ? 'fully' : 'not',
      notifierDisclosed: false,
      contactKnown: true,
      deceptiveHighVolume: false,
      illegalProduct: false,
      statement: 'statement-1',
    },
  })
  await act({
    ...step,
    transition: 'send-statement',
    fields: {
      message: 'mail 1',
      informedOn: day,
      redress: ['internal-complaint', 'out-of-court', 'court'],
    },
  })
}
