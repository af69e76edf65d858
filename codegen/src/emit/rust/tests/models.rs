//! Small models made by hand.

use crate::model::{
    Api, ClientSpec, Endpoint, Field, Location, Method, Object, Open, Origin, Payload, Service, SourceName,
    Text, Type, Value,
};

pub(super) fn text(text: &str) -> Text {
    Text { language: "zh".into(), text: text.into(), origin: Origin::default() }
}

pub(super) fn field(name: &str, ty: Type, required: bool, docs: &str) -> Field {
    Field { name: name.into(), ty, required, docs: [text(docs)].into(), ..Field::default() }
}

pub(super) fn int() -> Type {
    Type::integer()
}

pub(super) fn object(id: &str, fields: Vec<Field>) -> Object {
    Object { id: id.into(), fields, ..Object::default() }
}

pub(super) fn open(mut object: Object, reason: &str) -> Object {
    object.open = Some(Open { reason: reason.into(), origin: Origin::default() });
    object
}

pub(super) fn with_values(mut field: Field, values: &[(&str, &str)]) -> Field {
    let value = |(literal, label): &(&str, &str)| Value {
        literal: (*literal).into(),
        label: (*label).into(),
        ..Value::default()
    };
    field.meaning.values = values.iter().map(value).collect();
    field
}

pub(super) fn at(mut field: Field, location: Location) -> Field {
    field.location = location;
    field
}

pub(super) fn service(name: &str, runtime: &str, client: &str, endpoints: Vec<Endpoint>) -> Service {
    let endpoints = endpoints.into_iter().map(Into::into).collect();
    let client =
        ClientSpec { runtime: runtime.parse().unwrap(), name: client.into(), ..ClientSpec::default() };
    Service { name: name.into(), client, endpoints, ..Service::default() }
}

pub(super) fn api(services: Vec<Service>) -> Api {
    let files =
        vec![SourceName { path: "docs-src/blueking/cc/zh/create_set.md".into(), language: "zh".into() }];
    Api { files, services, ..Api::default() }
}

pub(super) fn endpoint(
    id: &str,
    path: &str,
    request: Vec<Field>,
    response: Type,
    types: Vec<Object>,
) -> Endpoint {
    Endpoint {
        id: id.into(),
        method: Method::Post,
        path: path.into(),
        request: object("request", request),
        response: Payload { ty: response, member: "data".into(), documented: true, ..Payload::default() },
        types,
        ..Endpoint::default()
    }
}

/// The page `create_set`.
pub(super) fn create_set() -> Endpoint {
    let default = || {
        let field = field("default", int(), false, "0-普通集群，1-内置模块集合，默认为 0");
        let mut field = with_values(field, &[("0", "普通集群"), ("1", "内置模块集合")]);
        field.meaning.default = Some("0".into());
        field
    };
    let request_data = vec![
        field("bk_parent_id", int(), true, "父节点的 ID"),
        field("bk_set_name", Type::String, true, "集群名字"),
        default(),
        field("set_template_id", int(), false, "集群模板 ID，需要通过集群模板创建集群时必填"),
        field("bk_capacity", int(), false, "设计容量"),
        field("description", Type::String, false, "数据的描述信息"),
    ];
    let status = field("bk_service_status", Type::String, true, "服务状态:1/2(1:开放,2:关闭)");
    let env = field("bk_set_env", Type::String, true, "环境类型：1/2/3(1:测试,2:体验,3:正式)");
    let response_data = vec![
        field("bk_biz_id", int(), true, "业务 id"),
        with_values(status, &[("\"1\"", "开放"), ("\"2\"", "关闭")]),
        with_values(env, &[("\"1\"", "测试"), ("\"2\"", "体验"), ("\"3\"", "正式")]),
        field("bk_set_name", Type::String, true, "集群名称"),
        default(),
        field("set_template_version", Type::Array(Box::new(Type::Any)), false, "集群模板的当前版本"),
    ];
    let request = vec![
        field("bk_supplier_account", Type::String, false, "开发商账号"),
        field("bk_biz_id", int(), true, "业务 ID"),
        field("data", Type::Object("request.data".into()), true, "集群数据"),
    ];
    let types = vec![
        open(object("request.data", request_data), "其它需要的字段由模型定义"),
        open(object("response.data", response_data), "其它需要的字段由模型定义"),
    ];
    let response = Type::Object("response.data".into());
    let mut endpoint = endpoint("create_set", "/api/c/compapi/v2/cc/create_set/", request, response, types);
    endpoint.title = vec![text("创建集群")];
    endpoint.description = vec![text("创建集群")];
    endpoint.origins = vec![Origin { file: 0, start: 0, end: 0, line: 1 }];
    endpoint
}
