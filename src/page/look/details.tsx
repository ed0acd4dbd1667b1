import * as l10n from '@vscode/l10n';
import { PictureToolbar } from '../actions/pictureToolbar.tsx';
import { Folded } from '../folded.tsx';
import { post } from '../host.ts';
import { Icon, Note, TextButton } from '../parts.tsx';
import type { Place } from './places.ts';

interface DetailsProps {
  readonly place: Place;
  readonly trusted: boolean;
}

/** All that is known of a picture, and all that can be done with it. */
export function Details({ place: { card, picture }, trusted }: DetailsProps) {
  const { id, outside, background, waits, missing, revisedPrompt } = picture;
  const made = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <section class="look-details" aria-label={l10n.t('About this picture')}>
      <p class="look-facts">
        <span dir="auto">{picture.facts}</span>
        {picture.state === 'inserted' && (
          <span class="inserted">
            <Icon name="check" />
            {l10n.t('Inserted')}
          </span>
        )}
      </p>
      {missing !== undefined && <Note icon="warning">{missing}</Note>}
      {waits !== undefined && <Note icon="archive">{waits}</Note>}
      {background !== undefined && <Note icon="warning">{background}</Note>}
      {outside !== undefined && <Note icon="info">{outside}</Note>}
      <div>
        <PictureToolbar key={id} picture={picture} trusted={trusted} selected={true} />
      </div>
      <Text
        title={l10n.t('Prompt')}
        copy={l10n.t('Copy Prompt')}
        text={card.typed ?? card.prompt}
        onCopy={() => post({ kind: 'copyPrompt', image: id, of: 'prompt' })}
      />
      {revisedPrompt !== undefined && (
        <Text
          title={l10n.t('Revised prompt')}
          copy={l10n.t('Copy Revised Prompt')}
          text={revisedPrompt}
          onCopy={() => post({ kind: 'copyPrompt', image: id, of: 'revised' })}
        />
      )}
      <dl>
        <dt>{l10n.t('Made with')}</dt>
        <dd class="sentence">{card.facts}</dd>
        <dt>{l10n.t('Made on')}</dt>
        <dd>
          <time dateTime={new Date(card.startedAt).toISOString()}>{made.format(card.startedAt)}</time>
        </dd>
      </dl>
    </section>
  );
}

interface TextProps {
  readonly title: string;
  /** What the button says. */
  readonly copy: string;
  readonly text: string;
  readonly onCopy: () => void;
}

/** A text as it was typed, with a button that copies all of it. The host has it: it is copied from there. */
function Text({ title, copy, text, onCopy }: TextProps) {
  return (
    <div class="look-text">
      <div class="look-text-head">
        <h3>{title}</h3>
        <TextButton icon="copy" onPress={onCopy}>
          {copy}
        </TextButton>
      </div>
      <Folded text={text} limit={4000} scrolls />
    </div>
  );
}
