import { Button, Group, NativeSelect, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useNameOf } from '../../investigation/case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useRegimeWords } from '../regime-components/index.ts'
import { sellerLanguages } from '../appeal-components/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  Icon,
  Moment,
  Page,
  Refused,
  StateMark,
  QueryStatus,
  TerritoriesField,
} from '../../components/index.ts'
import { settingsText, typedSettings } from './settings-text.ts'
import { useSettings, type StoredSettings, type Settings } from './queries.ts'
import styles from './moderation.module.css'
import { ModerationTabs } from './moderation-tabs.tsx'

/** The marketplace's legal status, texts, public notice form, and the duties that apply today. */
export function ModerationSettingsPage(): ReactNode {
  const { t } = useText()
  const settings = useSettings()
  const { organisation } = useMember()
  return (
    <Page title={t('moderation.settings')} lead={t('moderation.settings.description')}>
      <ModerationTabs here="settings" />
      {!settings.isSuccess ? (
        <QueryStatus query={settings} />
      ) : (
        <>
          <Card title={t('public-form.title')}>
            <p>
              <StateMark tone={settings.data?.door === 'open' ? 'good' : 'waiting'}>
                {t(settings.data?.door === 'open' ? 'public-form.open' : 'public-form.closed')}
              </StateMark>{' '}
              <a href={`/notice/${organisation.slug}`} target="_blank" rel="noopener">
                {`${location.origin}/notice/${organisation.slug}`}{' '}
                <Icon name="external" size={14} />
              </a>
            </p>
            <p className={styles.fine}>{t('public-form.text')}</p>
          </Card>
          <SettingsForm key={settings.data?.version ?? 0} current={settings.data} />
          {settings.data && <Duties current={settings.data} />}
        </>
      )}
    </Page>
  )
}

const tiers = ['marketplace', 'platform', 'hosting'] as const
const sizes = ['other', 'small', 'micro'] as const

function SettingsForm({ current }: { current: StoredSettings }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const nameOf = useNameOf()
  const { manageModeration } = permissionsOf(useMember())
  const { organisation } = useMember()
  const [profile, setProfile] = useState<Settings['profile']>(
    current?.profile ?? { tier: 'marketplace', sizeClass: 'other' },
  )
  const [door, setDoor] = useState(current?.door ?? 'closed')
  const [texts, setTexts] = useState({
    platform: current?.texts.platform ?? organisation.name,
    complaints: current?.texts.complaints ?? '',
    bodies: current?.texts.bodies ?? '',
    court: current?.texts.court ?? '',
  })
  const [territory, setTerritory] = useState<string[]>(current?.texts.territory ?? [])
  const [link, setLink] = useState<LinkSettings>(
    current?.sellerLink ?? { send: true, days: 184, locale: 'en' as const },
  )
  const [policies, setPolicies] = useState(settingsText(current?.settings ?? {}))
  const save = useMutation({
    mutationFn: () =>
      server.moderation.set({
        body: {
          profile,
          door,
          settings: typedSettings(policies),
          texts: { ...texts, territory },
          sellerLink: link,
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['moderation settings'] }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate()
  }
  const words = (name: keyof typeof texts): ReactNode => (
    <Textarea
      label={t(`moderation-settings.${name}`)}
      description={t(`moderation-settings.${name}.hint`)}
      required
      withAsterisk={false}
      autosize
      minRows={1}
      maxRows={6}
      maxLength={name === 'platform' ? 200 : 500}
      value={texts[name]}
      onChange={({ currentTarget }) => setTexts({ ...texts, [name]: currentTarget.value })}
    />
  )
  const day = (name: 'sizeLostOn' | 'vlopDesignatedOn'): ReactNode => (
    <TextInput
      type="date"
      label={t(`moderation-settings.${name}`)}
      value={profile[name] ?? ''}
      onChange={({ currentTarget: { value } }) => {
        const rest = { ...profile }
        delete rest[name]
        setProfile(value === '' ? rest : { ...rest, [name]: value })
      }}
    />
  )
  return (
    <Card
      title={t('moderation-settings.title')}
      lead={
        current === null ? (
          t('moderation-settings.unset')
        ) : (
          <>
            {t('moderation-settings.version', { version: current.version })}{' '}
            <Moment at={current.setAt} /> · {nameOf(current.setBy.id)}
          </>
        )
      }
    >
      <form onSubmit={submit}>
        <fieldset className={styles.bare} disabled={!manageModeration}>
          <Stack gap="md">
            <Switch
              label={t('moderation-settings.public-form')}
              description={t('moderation-settings.public-form.hint')}
              checked={door === 'open'}
              onChange={({ currentTarget }) => setDoor(currentTarget.checked ? 'open' : 'closed')}
            />
            <div className={styles.two}>
              <NativeSelect
                label={t('moderation-settings.tier')}
                value={profile.tier}
                data={tiers.map((value) => ({ value, label: t(`platform-type.${value}`) }))}
                onChange={({ currentTarget: { value } }) =>
                  setProfile({ ...profile, tier: tiers.find((one) => one === value) ?? 'platform' })
                }
              />
              <NativeSelect
                label={t('moderation-settings.size')}
                value={profile.sizeClass}
                data={sizes.map((value) => ({ value, label: t(`platform-size.${value}`) }))}
                onChange={({ currentTarget: { value } }) =>
                  setProfile({
                    ...profile,
                    sizeClass: sizes.find((one) => one === value) ?? 'other',
                  })
                }
              />
              {day('sizeLostOn')}
              {day('vlopDesignatedOn')}
            </div>
            {words('platform')}
            {words('complaints')}
            {words('bodies')}
            {words('court')}
            <TerritoriesField
              label={t('statement-field.territory')}
              description={t('moderation-settings.territory.hint')}
              value={territory}
              onChange={setTerritory}
            />
            <Textarea
              label={t('moderation-settings.policies')}
              description={t('moderation-settings.policies.hint')}
              autosize
              minRows={2}
              maxRows={10}
              value={policies}
              onChange={({ currentTarget }) => setPolicies(currentTarget.value)}
            />
            <SellerLinkFields link={link} onChange={setLink} />
            <Refused error={save.error} />
            {manageModeration ? (
              <Group>
                <Button type="submit" loading={save.isPending}>
                  {t('state.save')}
                </Button>
                {save.isSuccess && <span role="status">{t('moderation-settings.saved')}</span>}
              </Group>
            ) : (
              <p className={styles.fine}>{t('moderation-settings.admins-only')}</p>
            )}
          </Stack>
        </fieldset>
      </form>
    </Card>
  )
}

type LinkSettings = NonNullable<StoredSettings>['sellerLink']
type SellerLinkFieldsProps = { link: LinkSettings; onChange: (link: LinkSettings) => void }

/** Whether sellers get an appeal link when a listing is restricted, and its message. */
function SellerLinkFields({ link, onChange }: SellerLinkFieldsProps): ReactNode {
  const { t, locale } = useText()
  const languages = new Intl.DisplayNames(locale, { type: 'language' })
  return (
    <>
      <Switch
        label={t('moderation-settings.appeal-link')}
        description={t('moderation-settings.appeal-link.hint')}
        checked={link.send}
        onChange={({ currentTarget }) => onChange({ ...link, send: currentTarget.checked })}
      />
      {link.send && (
        <div className={styles.two}>
          <NativeSelect
            label={t('appeal-link.language')}
            value={link.locale}
            data={sellerLanguages.map((value) => ({ value, label: languages.of(value) ?? value }))}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...link, locale: sellerLanguages.find((one) => one === value) ?? 'en' })
            }
          />
          <TextInput
            label={t('appeal-link.days')}
            type="number"
            min={1}
            max={200}
            value={String(link.days)}
            onChange={({ currentTarget }) =>
              onChange({ ...link, days: Math.round(Number(currentTarget.value)) })
            }
          />
          <TextInput
            label={t('appeal-link.own-channel')}
            description={t('moderation-settings.own-channel.hint')}
            maxLength={500}
            value={link.ownChannel ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const rest = { ...link }
              delete rest.ownChannel
              onChange(value === '' ? rest : { ...rest, ownChannel: value })
            }}
          />
        </div>
      )}
    </>
  )
}

function Duties({ current }: { current: NonNullable<StoredSettings> }): ReactNode {
  const { t, day, locale } = useText()
  const words = useRegimeWords()
  return (
    <Card title={t('duties.title')}>
      <Columns caption={t('duties.title')} heads={[t('duties.duty'), t('duties.applies')]}>
        {current.duties.map(({ duty, title, articles, applies, explanation, reason, until }) => (
          <tr key={duty}>
            <td>
              {locale === 'en'
                ? explanation
                : t(`duty-reason.${reason}`, {
                    duty: words.duty({ id: duty, title }),
                    article: t('legal-basis.article', { number: articles }),
                    until: until === null ? '' : day(until),
                  })}
            </td>
            <td>
              <StateMark tone={applies ? 'good' : 'plain'}>
                {t(applies ? 'proceeding.yes' : 'proceeding.no')}
              </StateMark>
            </td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}
