import { godotStretch, sliceCss, sliceDeclarations, type SliceFacts, sliceJson, stemOf } from './sliceText';

export interface SliceSnippet {
  id: string;
  title: string;
  /** VS Code's ids of the languages that it is made for. */
  languages: readonly string[];
  text: string;
  /** Of CSS: what goes into a rule that is there. */
  inRule?: string;
}

const scripts = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

/**
 * The code that uses the guides, by what it is for. Names as the platforms' documents have them: PixiJS 8
 * `NineSliceSpriteOptions`, Phaser 3.60 `GameObjectFactory.nineslice`, Godot 4 `NinePatchRect`, Unity
 * `TextureImporter.spriteBorder`.
 */
export function sliceSnippets(facts: SliceFacts): readonly SliceSnippet[] {
  const { slices, size, fill, image } = facts;
  const { left, top, right, bottom } = slices;
  const { width, height } = size;
  const url = quoted(image);
  const plain = (name: string) =>
    fill === 'stretch' ? [] : [`// ${name} stretches what is between the guides.`];
  const stretch = `NinePatchRect.${godotStretch[fill].name}`;
  return [
    {
      id: 'css',
      title: 'CSS',
      languages: ['css', 'scss', 'less', 'postcss', 'html', 'vue', 'svelte'],
      text: sliceCss(facts).trimEnd(),
      inRule: sliceDeclarations(facts).join('\n'),
    },
    {
      id: 'pixi',
      title: 'PixiJS',
      languages: scripts,
      text: lines(
        ...plain('PixiJS'),
        'new NineSliceSprite({',
        `  texture: await Assets.load(${url}),`,
        `  leftWidth: ${left},`,
        `  topHeight: ${top},`,
        `  rightWidth: ${right},`,
        `  bottomHeight: ${bottom},`,
        `  width: ${width},`,
        `  height: ${height},`,
        '});',
      ),
    },
    {
      id: 'phaser',
      title: 'Phaser',
      languages: scripts,
      text: lines(
        `this.load.image(${quoted(stemOf(image))}, ${url});`,
        ...plain('Phaser'),
        '// x, y, texture, frame, width, height, left, right, top, bottom',
        `this.add.nineslice(0, 0, ${quoted(stemOf(image))}, undefined, ${[width, height, left, right, top, bottom].join(', ')});`,
      ),
    },
    {
      id: 'godot',
      title: 'Godot',
      languages: ['gdscript'],
      text: lines(
        'var panel := NinePatchRect.new()',
        `panel.texture = preload(${url})`,
        `panel.patch_margin_left = ${left}`,
        `panel.patch_margin_top = ${top}`,
        `panel.patch_margin_right = ${right}`,
        `panel.patch_margin_bottom = ${bottom}`,
        `panel.axis_stretch_horizontal = ${stretch}`,
        `panel.axis_stretch_vertical = ${stretch}`,
      ),
    },
    {
      id: 'unity',
      title: 'Unity',
      languages: ['csharp'],
      text: lines(
        '// left, bottom, right, top',
        `importer.spriteBorder = new Vector4(${[left, bottom, right, top].join(', ')});`,
      ),
    },
    { id: 'json', title: 'JSON', languages: ['json', 'jsonc'], text: sliceJson(facts).trimEnd() },
  ];
}

function lines(...all: readonly string[]): string {
  return all.join('\n');
}

/** A string of JavaScript and GDScript. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
