import { NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReferralInput, ReferralTemplateId } from '@touchstone/contract'
import type { FormEvent, ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Denied,
  DraftRestored,
  Empty,
  Page,
  QueryStatus,
  Refused,
  StateMark,
  SubmitButton,
  useKeptDraft,
} from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { languageName, useText } from '../../messages/index.ts'
import { recipientOf, type RecipientForm } from './draft-form.ts'
import { referralsKey, useTemplates, type ReferralTemplateView } from './queries.ts'
import { RecipientFields } from './recipient-fields.tsx'
import { ReferralTabs } from './referral-tabs.tsx'
import styles from './referrals.module.css'
import { knownOf } from './states.ts'
import { dossierLanguages, templateIds } from './terms.ts'

const route = getRouteApi('/member/dossiers/new')

/** Begins a dossier of a network or case: for whom, by which template. */
export function NewReferralPage(): ReactNode {
  const { t } = useText()
  const { network, case: kase } = route.useSearch()
  const { prepareDossiers } = permissionsOf(useMember())
  const source: ReferralInput['source'] | undefined =
    network === undefined
      ? kase === undefined
        ? undefined
        : { kind: 'case', case: kase }
      : { kind: 'network', network }
  return (
    <Page title={t('dossier.prepare')} lead={t('dossier.prepare.description')} narrow>
      <ReferralTabs here="sent" />
      {!prepareDossiers && <Denied>{t('dossier.prepare.denied')}</Denied>}
      {prepareDossiers && source === undefined && (
        <Empty title={t('dossier.prepare.no-source')}>{t('dossiers.empty.text')}</Empty>
      )}
      {prepareDossiers && source !== undefined && (
        <Form key={network ?? kase} source={source} about={network ?? kase ?? ''} />
      )}
    </Page>
  )
}

type Given = {
  template: ReferralTemplateId
  title: string
  language: (typeof dossierLanguages)[number]
  recipient: RecipientForm
}

function Form({ source, about }: { source: ReferralInput['source']; about: string }): ReactNode {
  const { t, locale } = useText()
  const templates = useTemplates()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { person } = useMember()
  const draft = useKeptDraft<Given>(
    { author: person.id, about: `new referral ${about}` },
    {
      template: 'counsel',
      title: '',
      language: knownOf(dossierLanguages, locale) ?? 'en',
      recipient: {
        kind: 'organisation',
        organisation: '',
        name: '',
        address: '',
        country: '',
        office: 'counsel',
      },
    },
  )
  const { template, title, language, recipient: written } = draft.value
  const put = (part: Partial<Given>): void => draft.setValue({ ...draft.value, ...part })
  const recipient = recipientOf(written)
  const begin = useMutation({
    mutationFn: (body: ReferralInput) => server.referrals.create({ body }),
    onSuccess: async ({ id }) => {
      draft.clear()
      await queries.invalidateQueries({ queryKey: referralsKey })
      await navigate({ to: '/dossiers/$id', params: { id } })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (recipient !== undefined) begin.mutate({ template, source, title, language, recipient })
  }
  const missing = [
    ...(title.trim() === '' ? [t('dossier.title')] : []),
    ...(recipient === undefined ? [t('dossier.recipient')] : []),
  ]
  if (!templates.isSuccess) return <QueryStatus query={templates} />
  const choose = (id: string): void => {
    const chosen = templates.data.find((one) => one.id === id)
    if (chosen === undefined) return
    put({ template: chosen.id, recipient: { ...written, ...usualOf(chosen, written) } })
  }
  return (
    <form onSubmit={submit}>
      <DraftRestored draft={draft} />
      <Card title={t('dossier.template')} lead={t('dossier.template.description')}>
        <Radio.Group aria-label={t('dossier.template')} value={template} onChange={choose}>
          <div className={styles.fields}>
            {templates.data.map((one) => (
              <TemplateChoice key={one.id} template={one} />
            ))}
          </div>
        </Radio.Group>
      </Card>
      <Card title={t('dossier.recipient')}>
        <RecipientFields value={written} onChange={(value) => put({ recipient: value })} />
      </Card>
      <Card title={t('dossier.naming')}>
        <Stack gap="md">
          <TextInput
            label={t('dossier.title')}
            description={t('dossier.title.hint')}
            required
            withAsterisk={false}
            maxLength={200}
            value={title}
            onChange={({ currentTarget }) => put({ title: currentTarget.value })}
          />
          <NativeSelect
            label={t('dossier.language')}
            value={language}
            data={dossierLanguages.map((value) => ({ value, label: languageName(locale, value) }))}
            onChange={({ currentTarget }) =>
              put({ language: knownOf(dossierLanguages, currentTarget.value) ?? 'en' })
            }
          />
          <Refused error={begin.error} />
          <SubmitButton isPending={begin.isPending} missing={missing}>
            {t('dossier.prepare.submit')}
          </SubmitButton>
        </Stack>
      </Card>
    </form>
  )
}

/** The country and office that a template is for, until the person chose others. */
function usualOf(
  { territory, offices: [office] }: ReferralTemplateView,
  { country, office: before }: RecipientForm,
): Partial<RecipientForm> {
  const isCountry = territory !== null && territory !== 'EU'
  return { country: isCountry ? territory : country, office: office ?? before }
}

function TemplateChoice({ template }: { template: ReferralTemplateView }): ReactNode {
  const { t, list } = useText()
  const { id, lines, kind, verified, title } = template
  const known = knownOf(templateIds, id)
  const required = lines.filter(({ required: isRequired }) => isRequired)
  return (
    <div className={styles.choice}>
      <Radio
        value={id}
        label={known === undefined ? title : t(`dossier-template.${known}`)}
        description={known === undefined ? undefined : t(`dossier-template.${known}.for`)}
      />
      <div className={styles.beside}>
        <span className={styles.marks}>
          <StateMark tone={verified ? 'good' : 'waiting'}>
            {t(verified ? 'dossier.template.verified' : 'dossier.template.rehearsal')}
          </StateMark>
          {kind === 'data-sheet' && (
            <StateMark tone="plain">{t('dossier.template.data-sheet')}</StateMark>
          )}
        </span>
        <details className={styles.fine}>
          <summary>{t('dossier.template.needs', { count: required.length })}</summary>
          {list(required.map(({ label }) => label))}
        </details>
      </div>
    </div>
  )
}
