// Shapes on eProsima Fast DDS, by its own dynamic types: the other end of src/shapes, under the remote control of src/shapes/shapes-protocol.ts.
// Compiled by tools/peers.mjs against the library that the Kilted wheels bring.
#include <fastdds/dds/domain/DomainParticipant.hpp>
#include <fastdds/dds/domain/DomainParticipantFactory.hpp>
#include <fastdds/dds/publisher/DataWriter.hpp>
#include <fastdds/dds/publisher/Publisher.hpp>
#include <fastdds/dds/publisher/qos/DataWriterQos.hpp>
#include <fastdds/dds/publisher/qos/PublisherQos.hpp>
#include <fastdds/dds/subscriber/DataReader.hpp>
#include <fastdds/dds/subscriber/SampleInfo.hpp>
#include <fastdds/dds/subscriber/Subscriber.hpp>
#include <fastdds/dds/subscriber/qos/DataReaderQos.hpp>
#include <fastdds/dds/subscriber/qos/SubscriberQos.hpp>
#include <fastdds/dds/topic/TypeSupport.hpp>
#include <fastdds/dds/xtypes/dynamic_types/DynamicData.hpp>
#include <fastdds/dds/xtypes/dynamic_types/DynamicDataFactory.hpp>
#include <fastdds/dds/xtypes/dynamic_types/DynamicPubSubType.hpp>
#include <fastdds/dds/xtypes/dynamic_types/DynamicType.hpp>
#include <fastdds/dds/xtypes/dynamic_types/DynamicTypeBuilder.hpp>
#include <fastdds/dds/xtypes/dynamic_types/DynamicTypeBuilderFactory.hpp>
#include <fastdds/dds/xtypes/dynamic_types/MemberDescriptor.hpp>
#include <fastdds/dds/xtypes/dynamic_types/TypeDescriptor.hpp>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

using namespace eprosima::fastdds::dds;

namespace {

// The requests are flat objects of our own making: a field is found by its name.
std::string field(const std::string& line, const std::string& name) {
  const auto at = line.find("\"" + name + "\":");
  if (at == std::string::npos) return "";
  const auto from = at + name.size() + 3;
  if (line[from] == '"') return line.substr(from + 1, line.find('"', from + 1) - from - 1);
  return line.substr(from, line.find_first_of(",}", from) - from);
}

int number(const std::string& line, const std::string& name) {
  const std::string text = field(line, name);
  return text.empty() ? 0 : std::stoi(text);
}

DynamicType::_ref_type shape_type() {
  const auto factory = DynamicTypeBuilderFactory::get_instance();
  auto descriptor = traits<TypeDescriptor>::make_shared();
  descriptor->kind(TK_STRUCTURE);
  descriptor->name("ShapeType");
  descriptor->extensibility_kind(ExtensibilityKind::FINAL);
  const auto builder = factory->create_type(descriptor);
  for (const char* name : {"color", "x", "y", "shapesize"}) {
    const bool is_key = std::string(name) == "color";
    auto member = traits<MemberDescriptor>::make_shared();
    member->name(name);
    member->type(is_key ? factory->create_string_type(128)->build() : factory->get_primitive_type(TK_INT32));
    member->is_key(is_key);
    builder->add_member(member);
  }
  return builder->build();
}

struct Writer {
  Publisher* publisher;
  DataWriter* writer;
};

struct Reader {
  Subscriber* subscriber;
  DataReader* reader;
  std::map<InstanceHandle_t, std::string> colors;
  std::vector<std::string> told;
};

class Peer {
 public:
  Peer() : type_(shape_type()) {}

  std::string answer(const std::string& line) {
    const std::string method = field(line, "method"), name = field(line, "name");
    if (method == "create") return create(line, name);
    if (method == "write") return written(writers_.at(name).writer->write(shape(line).get()));
    if (method == "dispose") return written(writers_.at(name).writer->dispose(shape(line).get(), HANDLE_NIL));
    if (method == "unregister")
      return written(writers_.at(name).writer->unregister_instance(shape(line).get(), HANDLE_NIL));
    if (method == "told") return told(readers_.at(name));
    if (method == "status") return status(name);
    if (method == "close") return close(name);
    throw std::runtime_error("no method " + method);
  }

 private:
  // What the library takes is a pointer to its reference.
  struct Shape {
    DynamicData::_ref_type data;
    void* get() { return &data; }
  };

  Shape shape(const std::string& line) {
    auto data = DynamicDataFactory::get_instance()->create_data(type_);
    data->set_string_value(data->get_member_id_by_name("color"), field(line, "color"));
    for (const char* name : {"x", "y"}) data->set_int32_value(data->get_member_id_by_name(name), number(line, name));
    data->set_int32_value(data->get_member_id_by_name("shapesize"), 30);
    return {data};
  }

  static std::string written(ReturnCode_t code) {
    if (code != RETCODE_OK) throw std::runtime_error("return code " + std::to_string(code));
    return "null";
  }

  DomainParticipant* participant(int domain) {
    auto& found = participants_[domain];
    if (found == nullptr) {
      found = DomainParticipantFactory::get_instance()->create_participant(domain, PARTICIPANT_QOS_DEFAULT);
      TypeSupport(new DynamicPubSubType(type_)).register_type(found);
    }
    return found;
  }

  template <typename Qos>
  static void set(Qos& qos, const std::string& line) {
    const bool reliable = field(line, "isReliable") == "true", late = field(line, "isTransientLocal") == "true";
    const int depth = number(line, "depth"), deadline = number(line, "deadlineMs");
    qos.reliability().kind = reliable ? RELIABLE_RELIABILITY_QOS : BEST_EFFORT_RELIABILITY_QOS;
    qos.durability().kind = late ? TRANSIENT_LOCAL_DURABILITY_QOS : VOLATILE_DURABILITY_QOS;
    qos.history().kind = depth == 0 ? KEEP_ALL_HISTORY_QOS : KEEP_LAST_HISTORY_QOS;
    if (depth != 0) qos.history().depth = depth;
    if (deadline != 0) qos.deadline().period = Duration_t(deadline / 1000.0L);
    qos.representation().m_value = {
        field(line, "representation") == "XCDR2" ? XCDR2_DATA_REPRESENTATION : XCDR_DATA_REPRESENTATION};
  }

  std::string create(const std::string& line, const std::string& name) {
    auto* const owner = participant(number(line, "domainId"));
    const std::string topic_name = field(line, "topic"), partition = field(line, "partition");
    auto* topic = dynamic_cast<Topic*>(owner->lookup_topicdescription(topic_name));
    if (topic == nullptr) topic = owner->create_topic(topic_name, "ShapeType", TOPIC_QOS_DEFAULT);
    if (field(line, "kind") == "writer") {
      PublisherQos publisher_qos;
      if (!partition.empty()) publisher_qos.partition().push_back(partition.c_str());
      DataWriterQos qos;
      set(qos, line);
      qos.writer_data_lifecycle().autodispose_unregistered_instances = false;
      auto* const publisher = owner->create_publisher(publisher_qos);
      writers_[name] = {publisher, publisher->create_datawriter(topic, qos)};
      if (writers_[name].writer == nullptr) throw std::runtime_error("no such writer can be made");
    } else {
      SubscriberQos subscriber_qos;
      if (!partition.empty()) subscriber_qos.partition().push_back(partition.c_str());
      DataReaderQos qos;
      set(qos, line);
      auto* const subscriber = owner->create_subscriber(subscriber_qos);
      readers_[name] = {subscriber, subscriber->create_datareader(topic, qos), {}, {}};
      if (readers_[name].reader == nullptr) throw std::runtime_error("no such reader can be made");
    }
    return "null";
  }

  std::string told(Reader& reader) {
    Shape taken{DynamicDataFactory::get_instance()->create_data(type_)};
    SampleInfo info;
    while (reader.reader->take_next_sample(taken.get(), &info) == RETCODE_OK) {
      auto& color = reader.colors[info.instance_handle];
      if (info.valid_data) {
        std::int32_t x = 0;
        taken.data->get_string_value(color, taken.data->get_member_id_by_name("color"));
        taken.data->get_int32_value(x, taken.data->get_member_id_by_name("x"));
        reader.told.push_back(color + " " + std::to_string(x));
      } else {
        const bool disposed = info.instance_state == NOT_ALIVE_DISPOSED_INSTANCE_STATE;
        reader.told.push_back(color + (disposed ? " NOT_ALIVE_DISPOSED" : " NOT_ALIVE_NO_WRITERS"));
      }
    }
    std::string list;
    for (const auto& one : reader.told) list += (list.empty() ? "\"" : ",\"") + one + "\"";
    return "[" + list + "]";
  }

  std::string status(const std::string& name) {
    int matched = 0, policy = 0;
    if (writers_.count(name) != 0) {
      PublicationMatchedStatus match;
      OfferedIncompatibleQosStatus incompatible;
      writers_[name].writer->get_publication_matched_status(match);
      writers_[name].writer->get_offered_incompatible_qos_status(incompatible);
      matched = match.current_count;
      policy = incompatible.last_policy_id;
    } else {
      SubscriptionMatchedStatus match;
      RequestedIncompatibleQosStatus incompatible;
      readers_.at(name).reader->get_subscription_matched_status(match);
      readers_.at(name).reader->get_requested_incompatible_qos_status(incompatible);
      matched = match.current_count;
      policy = incompatible.last_policy_id;
    }
    // The policy is told once, and then forgotten.
    auto& last = policies_[name];
    if (policy != 0) last = policy;
    return "{\"matched\":" + std::to_string(matched) + ",\"policy\":" + std::to_string(last) + "}";
  }

  std::string close(const std::string& name) {
    if (writers_.count(name) != 0) {
      writers_[name].publisher->delete_datawriter(writers_[name].writer);
      writers_.erase(name);
    } else {
      readers_.at(name).subscriber->delete_datareader(readers_.at(name).reader);
      readers_.erase(name);
    }
    return "null";
  }

  DynamicType::_ref_type type_;
  std::map<int, DomainParticipant*> participants_;
  std::map<std::string, Writer> writers_;
  std::map<std::string, Reader> readers_;
  std::map<std::string, int> policies_;
};

}  // namespace

int main() {
  Peer peer;
  std::cout << "{\"event\":\"ready\"}" << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    std::string outcome;
    try {
      outcome = "\"value\":" + peer.answer(line);
    } catch (const std::exception& error) {
      outcome = std::string("\"error\":\"") + error.what() + "\"";
    }
    std::cout << "{\"id\":" << field(line, "id") << "," << outcome << "}" << std::endl;
  }
  // Whoever asked is gone: so is all of this, without a farewell that might wait.
  std::_Exit(0);
}
