import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { Unread } from '../surface/index.ts'
import { useSettings, type Draft, type KeptSettings, type MisuseAct } from './queries.ts'
import { StatementForm } from './statement-form.tsx'

export type ImposeOnSellerProps = {
  seller: string
  run: (act: MisuseAct) => Promise<unknown>
}

/** The suspension of a seller is a restriction of its own: it goes out with a statement of reasons. */
export function ImposeOnSeller({ seller, run }: ImposeOnSellerProps): ReactNode {
  const { t } = useText()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        {t('misuse.impose')}
        <span className="only-read-aloud"> {seller}</span>
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('misuse.impose')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {opened && <Imposing run={run} onClose={() => setOpened(false)} />}
      </Modal>
    </>
  )
}

type ImposingProps = Pick<ImposeOnSellerProps, 'run'> & { onClose: () => void }

function Imposing({ run, onClose }: ImposingProps): ReactNode {
  const { t } = useText()
  const settings = useSettings()
  const [by, setBy] = useState<'mail' | 'own-channel'>('own-channel')
  const [to, setTo] = useState('')
  if (!settings.isSuccess) return <Unread query={settings} />
  return (
    <StatementForm
      draft={draftOf(settings.data, new Date())}
      label={t('misuse.impose')}
      ready={to.trim() !== ''}
      run={async (statement) => {
        await run({ act: 'impose', statement, deliver: { by, to: to.trim() } })
        onClose()
      }}
      onClose={onClose}
    >
      <NativeSelect
        label={t('restrict.told')}
        value={by}
        data={(['own-channel', 'mail'] as const).map((value) => ({
          ...{ value, label: t(`restrict.told.${value}`) },
        }))}
        onChange={({ currentTarget: { value } }) =>
          setBy(value === 'mail' ? 'mail' : 'own-channel')
        }
      />
      <TextInput
        label={t(`restrict.to.${by}`)}
        description={t(`restrict.to.${by}.hint`)}
        type={by === 'mail' ? 'email' : 'text'}
        maxLength={320}
        value={to}
        onChange={({ currentTarget }) => setTo(currentTarget.value)}
      />
    </StatementForm>
  )
}

/** What the house says of itself, with the window for complaints counted as the law has it by default. */
function draftOf(settings: KeptSettings, now: Date): Draft['draft'] {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' }).format(now)
  const texts = settings?.texts
  const until = new Date(`${today}T00:00:00Z`)
  // A day more than six months: months differ in length, and a longer window is none too short.
  until.setUTCDate(until.getUTCDate() + 185)
  return {
    ...{ puid: 'made-when-it-is-sent', platform: texts?.platform ?? '', subject: 'your account' },
    content: { types: ['other'], typeWords: 'the account of a seller', postedOn: today },
    ...{ measures: [], territory: texts?.territory ?? [], startsOn: today },
    ...{ source: 'own-initiative', automatedDetection: false, automatedDecision: 'not' },
    ground: { kind: 'illegal' },
    category: 'STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS',
    ...{ furtherCategories: [], keywords: [] },
    redress: {
      complaint: { where: texts?.complaints ?? '', until: until.toISOString().slice(0, 10) },
      ...{ bodies: texts?.bodies ?? '', court: texts?.court ?? '' },
    },
  }
}
