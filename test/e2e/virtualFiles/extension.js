// A file system that is no disk as far as VS Code knows: `virtual:/a` is the file `a` of the folder VIRTUAL_FILES.
const fs = require('node:fs/promises');
const path = require('node:path');
const vscode = require('vscode');

const { FileChangeType, FileSystemError, FileType } = vscode;
const place = uri => path.join(process.env.VIRTUAL_FILES, uri.path);
const changed = new vscode.EventEmitter();

/** The errors that VS Code knows, and no others. What is called `offline` is out of reach. */
async function asked(uri, work) {
  if (uri.path.includes('/offline/')) throw FileSystemError.Unavailable(uri);
  try {
    return await work(place(uri));
  } catch (error) {
    throw error.code === 'ENOENT' ? FileSystemError.FileNotFound(uri) : FileSystemError.Unavailable(uri);
  }
}

function typeOf(entry) {
  return entry.isDirectory() ? FileType.Directory : FileType.File;
}

const files = {
  onDidChangeFile: changed.event,
  watch: () => new vscode.Disposable(() => undefined),
  stat: uri =>
    asked(uri, async file => {
      const stat = await fs.stat(file);
      return { type: typeOf(stat), ctime: stat.ctimeMs, mtime: stat.mtimeMs, size: stat.size };
    }),
  readDirectory: uri =>
    asked(uri, async folder =>
      (await fs.readdir(folder, { withFileTypes: true })).map(entry => [entry.name, typeOf(entry)]),
    ),
  readFile: uri => asked(uri, file => fs.readFile(file)),
  async writeFile(uri, content) {
    await asked(uri, file => fs.writeFile(file, content));
    changed.fire([{ type: FileChangeType.Changed, uri }]);
  },
  async delete(uri) {
    await asked(uri, file => fs.rm(file, { recursive: true }));
    changed.fire([{ type: FileChangeType.Deleted, uri }]);
  },
  async rename(from, to) {
    await asked(from, file => fs.rename(file, place(to)));
    changed.fire([
      { type: FileChangeType.Deleted, uri: from },
      { type: FileChangeType.Created, uri: to },
    ]);
  },
  createDirectory: uri => asked(uri, folder => fs.mkdir(folder)),
};

exports.activate = context => {
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('virtual', files));
};
