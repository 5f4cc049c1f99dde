"""Actions about files: a group's, a friend's, and those in messages."""

from functools import partial

from qq_api.actions.model import FILE, GROUP, NO, USER, YES, differs, lacks, may, need, row

action = partial(row, "file")

FILE_ID = need("file_id", "str", "as the file's message or the list has it", "文件 ID，来自文件消息或文件列表")
FOLDER_ID = need("folder_id", "str", "as get_group_root_files has it", "文件夹 ID，见 get_group_root_files")
NAME = may("name", "str", "its name; without: the file's own", "文件名，不给出则用原名")
BUS_ID = may("busid", "int", "as in the list", "文件类型，见文件列表", 102)
RECEIVED = may("file", "str", "as the message segment has it", "消息段中的 file")
DOWNLOAD = may("download", "bool", "false: only tell what it is (LLOneBot)", "false 为只查询不下载（LLOneBot）", True)

ROWS = (
    action(
        "upload_private_file", "Send a file to one person", "上传私聊文件",
        USER, FILE, NAME,
        result="Uploaded | None",
        napcat=differs("name is required; file_id may be null; also upload_file (true)",
                       "必须给出 name；file_id 可能为 null；另有 upload_file（true）"),
        gocqhttp=differs("name is required; a local path only; says nothing",
                         "必须给出 name；只接受本地路径；无返回数据"),
    ),
    action(
        "get_group_root_files", "The files and folders of a group", "获取群根目录文件列表",
        GROUP, may("file_count", "int", "how many (NapCat)", "数量（NapCat）", 50),
        result="GroupFiles", gocqhttp=YES,
        napcat=differs("file_id is NapCat's own; adds size and folder",
                       "file_id 为 NapCat 自有编码；另有 size 和 folder"),
    ),
    action(
        "upload_group_file", "Send a file to a group", "上传群文件",
        GROUP, FILE, NAME,
        may("folder", "str", "the folder's id; without: the root", "文件夹 ID，不给出则为根目录"),
        may("folder_id", "str", "the same", "同上"),
        result="Uploaded | None",
        napcat=differs("name is required; file_id may be null; also upload_file (true)",
                       "必须给出 name；file_id 可能为 null；另有 upload_file（true）"),
        gocqhttp=differs("name is required; a local path only; no folder_id; says nothing",
                         "必须给出 name；只接受本地路径；没有 folder_id；无返回数据"),
    ),
    action(
        "delete_group_file", "Remove a file from a group", "删除群文件",
        GROUP, FILE_ID, BUS_ID,
        napcat=differs("no busid; answers QQ's result", "没有 busid；返回 QQ 的结果"),
        gocqhttp=differs("busid is required", "必须给出 busid"),
    ),
    action(
        "create_group_file_folder", "Make a folder in a group", "创建群文件文件夹",
        GROUP, need("name", "str", "its name", "文件夹名"),
        may("parent_id", "str", "in which folder (go-cqhttp)", "上级文件夹（go-cqhttp）", "/"),
        result="CreatedFolder | None",
        napcat=differs("also named folder_name; answers {result, groupItem}",
                       "也可写作 folder_name；返回 {result, groupItem}"),
        gocqhttp=differs("says nothing", "无返回数据"),
    ),
    action(
        "delete_group_folder", "Remove a folder from a group", "删除群文件文件夹",
        GROUP, FOLDER_ID,
        gocqhttp=YES, napcat=differs("also named folder; answers QQ's result", "也可写作 folder；返回 QQ 的结果"),
    ),
    action(
        "get_group_file_url", "Where a group's file can be downloaded", "获取群文件资源链接",
        GROUP, FILE_ID, may("busid", "int", "as in the list (go-cqhttp)", "文件类型，见文件列表（go-cqhttp）"),
        result="Url", gocqhttp=differs("busid is required", "必须给出 busid"),
    ),
    action(
        "get_file", "A file of a message", "获取消息文件详情",
        RECEIVED, may("file_id", "str", "its id; it or file", "文件 ID，与 file 二选一"), DOWNLOAD,
        result="ReceivedFile", napcat=differs("base64 too, if switched on", "开启后另有 base64"),
    ),
    action(
        "get_image", "A picture of a message", "获取消息图片详情",
        need("file", "str", "as the image segment has it", "image 消息段中的 file"), DOWNLOAD,
        result="ReceivedFile",
        napcat=differs("also file_id instead of file", "也可用 file_id 代替 file"),
        gocqhttp=differs("answers {size, filename, url}", "返回 {size, filename, url}"),
        standard=differs("answers {file}", "返回 {file}"),
    ),
    action(
        "get_record", "A voice message, converted", "获取消息语音详情",
        need("file", "str", "as the record segment has it", "record 消息段中的 file"),
        may("out_format", "str", "mp3, amr, wma, m4a, spx, ogg, wav or flac",
            "mp3、amr、wma、m4a、spx、ogg、wav 或 flac", "mp3"),
        result="ReceivedFile",
        napcat=differs("out_format is required; always with base64", "必须给出 out_format；总带 base64"),
        standard=differs("out_format is required; answers {file}", "必须给出 out_format；返回 {file}"),
    ),
    action(
        "download_file", "Download something to where QQ's side runs", "下载文件到bot所在",
        may("url", "str", "from where; it or base64", "下载地址，与 base64 二选一"),
        may("base64", "str", "the content itself", "Base64 内容"),
        may("name", "str", "its name; without: its MD5", "文件名，不给出则为 MD5"),
        may("headers", "str | list[str]", "lines between \\r\\n, or a list, of name=value",
            "以 \\r\\n 分隔的各行或数组，每项为 名=值"),
        may("thread_count", "int", "how many connections (go-cqhttp)", "下载线程数（go-cqhttp）"),
        result="Downloaded",
        gocqhttp=differs("url only; no name", "只有 url；没有 name"),
    ),
    # -- beyond LLOneBot's list
    action(
        "get_group_files_by_folder", "The files in a group's folder", "获取群子目录文件列表",
        GROUP, FOLDER_ID,
        result="GroupFiles", gocqhttp=YES,
        napcat=differs("also named folder; file_count is 50", "也可写作 folder；file_count 默认 50"),
    ),
    action(
        "get_group_file_system_info", "How much room a group's files have", "获取群文件系统信息", GROUP,
        result="FileSystem", gocqhttp=YES,
    ),
    action(
        "get_private_file_url", "Where somebody's file can be downloaded", "获取私聊文件资源链接", FILE_ID,
        result="Url",
    ),
    action(
        "set_group_file_forever", "Keep a group's file for ever", "群文件转永久", GROUP, FILE_ID,
        napcat=lacks("trans_group_file", "请用 trans_group_file"),
    ),
    action(
        "trans_group_file", "Keep a group's file for ever", "群文件转永久（NapCat）", GROUP, FILE_ID,
        result="Done", llonebot=lacks("set_group_file_forever", "请用 set_group_file_forever"),
        source="NapCat: trans_group_file",
    ),
    action(
        "move_group_file", "Move a group's file", "移动群文件",
        GROUP, FILE_ID,
        may("parent_directory", "str", "the folder it is in (LLOneBot)", "所在文件夹（LLOneBot）"),
        may("target_directory", "str", "the folder it goes to (LLOneBot)", "目标文件夹（LLOneBot）"),
        may("current_parent_directory", "str", "the folder it is in (NapCat)", "所在文件夹（NapCat）"),
        may("target_parent_directory", "str", "the folder it goes to (NapCat)", "目标文件夹（NapCat）"),
        result="Done | None",
        llonebot=differs("parent_directory and target_directory are required",
                         "必须给出 parent_directory 和 target_directory"),
        napcat=differs("current_parent_directory and target_parent_directory are required; answers {ok}",
                       "必须给出 current_parent_directory 和 target_parent_directory；返回 {ok}"),
    ),
    action(
        "rename_group_file", "Rename a group's file", "重命名群文件",
        GROUP, FILE_ID,
        need("current_parent_directory", "str", "the folder it is in", "所在文件夹"),
        need("new_name", "str", "its new name", "新文件名"),
        result="Done | None", napcat=differs("answers {ok}", "返回 {ok}"),
    ),
    action(
        "rename_group_file_folder", "Rename a group's folder", "重命名群文件夹",
        GROUP, FOLDER_ID, need("new_folder_name", "str", "its new name", "新名称"),
        napcat=NO,
    ),
)  # fmt: skip
