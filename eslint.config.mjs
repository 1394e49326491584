import tseslint from 'typescript-eslint';

/** The arrows of the house (CONTRIBUTING.md): who may import whom, type-only imports included. */
const deny = (message, ...group) => ({
  'no-restricted-imports': [
    'error',
    // zod itself is 30 times the size of zod/mini.
    { paths: [{ name: 'zod', message: 'Use zod/mini.' }], patterns: [{ group, message }] },
  ],
});

/** Folders of `src/providers` but `wire`, which all of them share. */
const services = ['gemini', 'vertex', 'openai', 'openrouter', 'bfl', 'dashscope', 'offline'];

/** Services that speak the language of another one, and share how it is mapped; its SDK stays out of their bundles. */
const kin = { vertex: 'gemini' };

export default tseslint.config(
  { ignores: ['dist', 'out', '.cache', 'node_modules', 'samples', 'test/fixtures', 'scripts/vscode-host'] },
  ...tseslint.configs.strict.map(config => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'Use a string union.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels.' },
      ],
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', 400],
      'no-console': 'error',
      // A rejection that nobody hears of ends up in the extension host's log at best.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['describe', 'it', 'test', 'suite'].flatMap(object =>
          ['skip', 'only'].map(property => ({ object, property, message: 'Every test runs.' })),
        ),
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: deny(
      'core is pure: it sees itself only.',
      'vscode',
      'node:*',
      '@google/genai*',
      '**/protocol/**',
      '**/providers/**',
      '**/host/**',
      '**/webview/**',
    ),
  },
  {
    files: ['src/protocol/**/*.ts'],
    rules: deny(
      'protocol sees core/model and zod/mini only.',
      'vscode',
      'node:*',
      '**/core/*',
      '!**/core/model',
      '**/providers/**',
      '**/host/**',
      '**/webview/**',
    ),
  },
  {
    files: ['src/providers/**/*.ts'],
    rules: deny(
      'providers see core and their own SDK only.',
      'vscode',
      '**/protocol/**',
      '**/host/**',
      '**/webview/**',
    ),
  },
  ...services.map(own => ({
    files: [`src/providers/${own}/**/*.ts`],
    rules: deny(
      'providers see core and their own SDK only, never another provider.',
      'vscode',
      '**/protocol/**',
      '**/host/**',
      '**/webview/**',
      ...services.filter(other => other !== own && other !== kin[own]).map(other => `**/${other}/**`),
      ...(own === 'gemini' ? [] : ['@google/genai*']),
    ),
  })),
  {
    files: ['src/host/**/*.ts'],
    rules: deny(
      'host sees core, protocol and the provider registry; SDKs and the UI stay out.',
      '**/webview/**',
      '@google/genai*',
      'lit',
      '@vscode-elements/**',
      '**/providers/*/**',
    ),
  },
  {
    files: ['src/webview/**/*.ts'],
    rules: deny(
      'webview sees protocol, core/model and UI libraries only.',
      'vscode',
      'node:*',
      '**/core/*',
      '!**/core/model',
      '**/providers/**',
      '**/host/**',
    ),
  },
);
