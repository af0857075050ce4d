export declare function copyOfWorkspace(): string;
export declare function edited<T>(path: string, edit: (text: string) => string, action: () => T): T;
