import { t } from '@vscode/l10n';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import {
  type CutSettings,
  cutRanges,
  sheetRanges,
  type SheetSettings,
  type SpriteSettings,
  usualAlign,
} from '../../core/model/sprites';
import type { SpritePreview } from '../../protocol/views';
import { FieldsPart } from './fieldsPart';

/** How a sheet is cut, laid out and described. Fires `settings` with all of them whenever one changes. */
@customElement('ia-sprite-fields')
export class IaSpriteFields extends FieldsPart {
  static override styles = [
    ...FieldsPart.styles,
    css`
      :host {
        gap: 14px;
      }
    `,
  ];

  @property({ attribute: false }) settings!: SpriteSettings;
  @property({ attribute: false }) preview: Exclude<SpritePreview, { problem: string }> | undefined;

  override render(): TemplateResult {
    const { cut, output } = this.settings;
    return html`${cut ? this.renderCut(cut) : nothing}
      <fieldset>
        <legend>${t('Write')}</legend>
        ${this.choice(
          t('Files'),
          output,
          [
            { id: 'sheet', label: t('Sheet'), note: t('One picture with all frames') },
            { id: 'files', label: t('Frames'), note: t('A PNG file each, in a folder') },
            { id: 'both', label: t('Sheet and frames') },
          ],
          value => this.set({ output: value }),
        )}
        ${output === 'files' ? nothing : this.renderAtlas()}
      </fieldset>
      ${output === 'files' ? nothing : this.renderLayout()}`;
  }

  private set(change: Partial<SpriteSettings>): void {
    const detail: SpriteSettings = { ...this.settings, ...change };
    this.dispatchEvent(new CustomEvent('settings', { detail }));
  }

  private setCut(change: Partial<CutSettings>): void {
    const { cut } = this.settings;
    if (cut) this.set({ cut: { ...cut, ...change } });
  }

  private setSheet(change: Partial<SheetSettings>): void {
    this.set({ sheet: { ...this.settings.sheet, ...change } });
  }

  private renderCut(cut: CutSettings): TemplateResult {
    return html`<fieldset>
      <legend>${t('Cut')}</legend>
      ${this.choice(
        t('Find frames by'),
        cut.by,
        [
          { id: 'grid', label: t('Grid'), note: t('Rows and columns of one size') },
          { id: 'islands', label: t('Separate pieces'), note: t('Whatever stands alone on the background') },
        ],
        // What was chosen by hand stays.
        by => this.setCut({ by, ...(cut.align === usualAlign[cut.by] && { align: usualAlign[by] }) }),
      )}
      ${cut.by === 'grid' ? this.renderGrid(cut) : this.renderGap(cut)}
      ${this.choice(
        t('Align'),
        cut.align,
        [
          ...(cut.by === 'grid'
            ? [{ id: 'none' as const, label: t('None'), note: t('The cells of the grid as they are') }]
            : [{ id: 'none' as const, label: t('None'), note: t('Each frame of its own size') }]),
          {
            id: 'feet',
            label: t('Bottom'),
            note: t('One size; feet at the bottom, balanced in the middle'),
          },
          { id: 'center', label: t('Center'), note: t('One size; in the middle of it') },
        ],
        align => this.setCut({ align }),
      )}
      ${this.check(t('Remove flat background'), cut.removeBackground, removeBackground =>
        this.setCut({ removeBackground }),
      )}
    </fieldset>`;
  }

  private renderGrid(cut: CutSettings): TemplateResult {
    const found = this.preview?.found;
    const pair = (
      label: string,
      parts: readonly (readonly ['columns' | 'rows' | 'frameWidth' | 'frameHeight', string])[],
    ): TemplateResult =>
      html`<div class="line">
        <span aria-hidden="true">${label}</span>
        <span class="pixels"
          >${parts.map(
            ([part, name], i) =>
              html`${i > 0 ? html`<span aria-hidden="true">×</span>` : nothing}${this.numberField({
                part,
                range: cutRanges[part],
                value: cut[part],
                label: name,
                empty: String(found?.[part] ?? ''),
                set: value => this.setGrid(part, value),
              })}`,
          )}</span
        >
      </div>`;
    return html`${pair(t('Columns × rows'), [
      ['columns', t('Columns')],
      ['rows', t('Rows')],
    ])}
    ${pair(t('Or frame size'), [
      ['frameWidth', t('Width of a frame in pixels')],
      ['frameHeight', t('Height of a frame in pixels')],
    ])}
    ${(['margin', 'spacing'] as const).map(part =>
      this.numberLine(part === 'margin' ? t('Margin') : t('Spacing'), {
        part,
        range: cutRanges[part],
        value: cut[part],
        set: value => this.setCut({ [part]: value ?? 0 }),
      }),
    )}`;
  }

  /** A size in pixels and a number of parts say the same thing: the last one that was typed counts. */
  private setGrid(part: 'columns' | 'rows' | 'frameWidth' | 'frameHeight', value: number | null): void {
    const other = {
      columns: 'frameWidth',
      rows: 'frameHeight',
      frameWidth: 'columns',
      frameHeight: 'rows',
    } as const;
    this.setCut({ [part]: value, ...(value !== null && { [other[part]]: null }) });
  }

  private renderGap(cut: CutSettings): TemplateResult {
    return this.numberLine(t('Merge distance'), {
      part: 'gap',
      range: cutRanges.gap,
      value: cut.gap,
      empty: String(this.preview?.gap ?? t('auto')),
      set: gap => this.setCut({ gap }),
    });
  }

  private renderAtlas(): TemplateResult {
    const { atlas, pivot } = this.settings.sheet;
    return html`${this.choice(
      t('Data format'),
      atlas,
      [
        {
          id: 'hash',
          label: t('JSON (Hash)'),
          note: t('TexturePacker’s: for Phaser, PixiJS and most importers'),
        },
        { id: 'array', label: t('JSON (Array)'), note: t('TexturePacker’s, as a list') },
        {
          id: 'aseprite',
          label: 'Aseprite',
          note: t('With durations and tags; for createFromAseprite, too'),
        },
        { id: 'none', label: t('None') },
      ],
      value => this.setSheet({ atlas: value }),
    )}
    ${
      atlas === 'none'
        ? nothing
        : this.choice(
            t('Pivot'),
            pivot,
            [
              { id: 'none', label: t('None') },
              { id: 'center', label: t('Center') },
              { id: 'feet', label: t('Bottom center'), note: t('Where a figure stands') },
            ],
            value => this.setSheet({ pivot: value }),
          )
    }`;
  }

  private renderLayout(): TemplateResult {
    const { sheet, cut } = this.settings;
    return html`<fieldset>
      <legend>${t('Sheet')}</legend>
      ${this.choice(
        t('Layout'),
        sheet.layout,
        [
          { id: 'packed', label: t('Packed'), note: t('As little space as possible') },
          { id: 'grid', label: t('Grid'), note: t('Every frame of one size, in rows') },
        ],
        layout => this.setSheet({ layout }),
      )}
      ${
        sheet.layout === 'grid'
          ? html`${this.numberLine(t('Columns'), {
              part: 'sheetColumns',
              range: sheetRanges.columns,
              value: sheet.columns,
              empty: t('auto'),
              set: columns => this.setSheet({ columns }),
            })}
            ${
              cut
                ? nothing
                : this.choice(
                    t('Align'),
                    sheet.align,
                    [
                      { id: 'center', label: t('Center') },
                      { id: 'feet', label: t('Bottom') },
                    ],
                    align => this.setSheet({ align }),
                  )
            }`
          : nothing
      }
      ${(
        [
          ['padding', t('Shape padding')],
          ['border', t('Border padding')],
          ['extrude', t('Extrude')],
          ['maxSide', t('Max size')],
        ] as const
      ).map(([part, label]) =>
        this.numberLine(label, {
          part,
          range: sheetRanges[part],
          value: sheet[part],
          set: value => this.setSheet({ [part]: value ?? 0 }),
        }),
      )}
      ${this.check(t('Trim'), sheet.trim, trim => this.setSheet({ trim }))}
      ${this.check(t('Power of two'), sheet.powerOfTwo, powerOfTwo => this.setSheet({ powerOfTwo }))}
      ${cut ? nothing : this.check(t('Sort by name'), sheet.sort, sort => this.setSheet({ sort }))}
    </fieldset>`;
  }
}
